import styles from './face.module.css'
import { Monogram } from './monogram.tsx'

interface FaceProps {
  name: string
  /** A picture as a data URL; '' for the first letter of the name. */
  picture: string
  size?: number
}

/** The face of a character. Its name stands beside it, so it is not read out. */
export function Face({ name, picture, size = 32 }: FaceProps) {
  if (picture === '') return <Monogram name={name} size={size} />
  return (
    <img
      className={styles.face}
      src={picture}
      alt=""
      width={size}
      height={size}
      style={{ borderRadius: Math.round(size * 0.28) }}
    />
  )
}
