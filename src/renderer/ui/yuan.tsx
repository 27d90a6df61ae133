import styles from './yuan.module.css'

interface YuanProps {
  /** As one of `format.ts` writes it: `¥0.83`, `约 ¥24`, `免费`. */
  children: string
}

/** An amount of money; its sign is smaller than its digits. */
export function Yuan({ children }: YuanProps) {
  const sign = children.indexOf('¥')
  if (sign < 0) return <span className={styles.yuan}>{children}</span>
  return (
    <span className={styles.yuan}>
      {children.slice(0, sign)}
      <small>¥</small>
      {children.slice(sign + 1)}
    </span>
  )
}
