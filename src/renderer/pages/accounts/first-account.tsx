import { t } from '../../i18n/i18n.ts'
import type { AccountDraft } from './account-draft.ts'
import styles from './first-account.module.css'

interface FirstAccountProps {
  onAdd: (mode: AccountDraft['mode']) => void
}

/** The programs that log in to QQ, each with the direction it does best. */
export function FirstAccount({ onAdd }: FirstAccountProps) {
  const choices = [
    {
      name: 'NapCat',
      mode: 'server' as const,
      text: t('最常用。装好后把这里给的地址和令牌粘过去，它自己连过来。'),
    },
    {
      name: 'LLOneBot',
      mode: 'server' as const,
      text: t('装在 QQ 里的插件。同样用反向 WebSocket 连过来。'),
    },
    {
      name: 'Lagrange',
      mode: 'client' as const,
      text: t('不用开 QQ 的程序。它开着端口，由我们连过去。'),
    },
  ]
  return (
    <ul className={styles.choices}>
      {choices.map(({ name, mode, text }) => (
        <li key={name}>
          <button type="button" onClick={() => onAdd(mode)}>
            <Direction mode={mode} end={name} />
            <b>{t('连接 {{name}}', { name })}</b>
            <span>{text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Who dials whom. */
function Direction({ mode, end }: { mode: AccountDraft['mode']; end: string }) {
  return (
    <span className={styles.direction} aria-hidden="true">
      <i>{end}</i>
      <u data-mode={mode} />
      <i data-own>{t('杏桃')}</i>
    </span>
  )
}
