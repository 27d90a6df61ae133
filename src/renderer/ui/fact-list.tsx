interface FactListProps {
  facts: readonly { name: string; value: string }[]
  /** How its rows look is up to where it stands. */
  className: string | undefined
}

/** Names with their values, one a row. */
export function FactList({ facts, className }: FactListProps) {
  return (
    <dl className={className}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
