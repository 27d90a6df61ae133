/** Formats of stored pictures. */
export type Format = 'jpeg' | 'webp'

export const extensionOf: Readonly<Record<Format, string>> = { jpeg: 'jpg', webp: 'webp' }

/** How a picture is made fit for models. */
export interface ConversionOptions {
  /** The longer side is at most this many pixels. */
  readonly maxSide: number
  readonly format: Format
}

export interface Converted {
  readonly data: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
  /** It had more than the one frame that is left. */
  readonly animated: boolean
}

/** A worker is given bytes, tells their hash, and is then told whether to convert them. One at a time. */
export type WorkerRequest =
  | { readonly kind: 'open'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'convert'; readonly options: ConversionOptions }
  | { readonly kind: 'drop' }

export type WorkerReply =
  | { readonly kind: 'hash'; readonly hash: string }
  | { readonly kind: 'converted'; readonly picture: Converted }
  | { readonly kind: 'failed'; readonly why: 'too-many-pixels' | 'unreadable'; readonly detail: string }

export interface WorkerSetup {
  /** Name of the module with sharp's interface. */
  readonly sharp: string
  /** File that names the picture being opened. */
  readonly mark: string
}
