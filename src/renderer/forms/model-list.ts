/** An ordered list of full names of models: the first is used, the others in order when it cannot be. */
export type ModelList = readonly string[]

/** Puts a model first; where it stood among the others it is taken out, what was first goes. */
export function withFirst(list: ModelList, name: string): string[] {
  return [name, ...list.slice(1).filter((other) => other !== name)]
}

export function withAdded(list: ModelList, name: string): string[] {
  return list.includes(name) ? [...list] : [...list, name]
}

export function withoutModel(list: ModelList, name: string): string[] {
  return list.filter((other) => other !== name)
}

/** Moves a model to a place; places beyond the ends are the ends. */
export function withMoved(list: ModelList, name: string, to: number): string[] {
  if (!list.includes(name)) return [...list]
  const rest = withoutModel(list, name)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, name)
}
