import { ArrowRightOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import styles from './more-link.module.css'

interface MoreLinkProps {
  href: string
  children: ReactNode
}

/** To the page that has all of it. */
export function MoreLink({ href, children }: MoreLinkProps) {
  return (
    <a className={styles.more} href={href}>
      {children}
      <ArrowRightOutlined />
    </a>
  )
}
