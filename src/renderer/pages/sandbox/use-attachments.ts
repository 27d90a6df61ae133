import { useRef, useState } from 'react'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { type Attachment, takable } from './attachment.ts'
import { samplePicture } from './sample-picture.ts'

interface Attachments {
  list: readonly Attachment[]
  /** Takes those that can go along and says why the others cannot. */
  add: (files: readonly File[]) => void
  addSample: () => void
  remove: (id: number) => void
  /** Replaces all: empties it once they were said, puts them back when that failed. */
  set: (list: readonly Attachment[]) => void
}

/** The pictures that go along with the next line. */
export function useAttachments(): Attachments {
  const [list, setList] = useState<readonly Attachment[]>([])
  // What is drawn, or about to be: a sample comes a moment after it was asked for.
  const latest = useRef(list)
  const nextId = useRef(0)
  const set = (next: readonly Attachment[]) => {
    latest.current = next
    setList(next)
  }
  const add = (files: readonly File[]) => {
    const taken = takable(
      latest.current.map(({ file }) => file),
      files,
    )
    set([...latest.current, ...taken.files.map((file) => ({ id: nextId.current++, file }))])
    if (taken.refused) showToast({ text: taken.refused, tone: 'error' })
  }
  return {
    list,
    add,
    addSample: () => void samplePicture().then((file) => add([file]), showProblem),
    remove: (id) => set(latest.current.filter((one) => one.id !== id)),
    set,
  }
}
