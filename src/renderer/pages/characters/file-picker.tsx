import { type Ref, useImperativeHandle, useRef } from 'react'

export interface FilePickerHandle {
  open(): void
}

interface FilePickerProps {
  ref: Ref<FilePickerHandle>
  label: string
  accept: string
  multiple?: boolean
  onFiles: (files: File[]) => void
}

/** The system's dialog for choosing files, opened by a button of ours. */
export function FilePicker({ ref, label, accept, multiple = false, onFiles }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle(ref, () => ({ open: () => input.current?.click() }), [])
  return (
    <input
      ref={input}
      type="file"
      hidden
      aria-label={label}
      accept={accept}
      multiple={multiple}
      onChange={(event) => {
        const files = [...(event.target.files ?? [])]
        // The same file may be chosen again.
        event.target.value = ''
        if (files.length > 0) onFiles(files)
      }}
    />
  )
}
