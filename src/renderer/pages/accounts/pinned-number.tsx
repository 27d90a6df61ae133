import { Button } from 'antd'
import type { Account } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import styles from './account-drawer.module.css'

/** The number an account was first seen with is the only one let in; another QQ needs it forgotten. */
export function PinnedNumber({ account }: { account: Account }) {
  const { selfId } = account
  if (selfId === undefined) return null
  const forget = () =>
    void editConfig(
      [{ path: ['accounts', account.id, 'selfId'], remove: true }],
      t('不再只认 {{number}}', { number: selfId }),
    )
  return (
    <p className={styles.pinned}>
      {t('只认 QQ {{number}}', { number: selfId })}
      <Button size="small" onClick={forget}>
        {t('换号')}
      </Button>
    </p>
  )
}
