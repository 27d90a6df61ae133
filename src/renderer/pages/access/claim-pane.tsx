import { Button } from 'antd'
import type { AccessState, OwnerCandidate } from '../../../shared/access.ts'
import type { AccountState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Dot } from '../../ui/dot.tsx'
import { formatAgo } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Pane } from '../../ui/pane.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './claim-pane.module.css'
import { claimLeft } from './claim-words.ts'
import { type Access, moveOps } from './people-edit.ts'

interface ClaimPaneProps {
  access: Access
  state: AccessState
}

const selectAccounts = (accounts: Record<string, AccountState>) => accounts

/** 认主人: whoever says 你好 to the bot from their own QQ is listed, and a click makes one of them the owner. */
export function ClaimPane({ access, state }: ClaimPaneProps) {
  const accounts = Object.values(useTopic('accounts', selectAccounts) ?? {})
  const { claimUntil, candidates } = state
  const listening = claimUntil !== null
  return (
    <Pane>
      <div className={styles.head}>
        <div className={styles.words}>
          <h2>{t('认主人')}</h2>
          <p>{t('用你自己的 QQ 私聊机器人发「你好」，在下面点「这是我」。')}</p>
          <Ends accounts={accounts} />
        </div>
        {listening && <Left until={claimUntil} />}
        {listening || candidates.length > 0 ? (
          <Button onClick={() => void claim(false)}>{listening ? t('停下') : t('收起')}</Button>
        ) : null}
        {!listening && (
          <Button type="primary" onClick={() => void claim(true)}>
            {candidates.length > 0 ? t('再听三分钟') : t('开始认主人')}
          </Button>
        )}
      </div>
      <ul className={styles.candidates} aria-live="polite" aria-label={t('说了你好的人')}>
        {candidates.map((candidate) => (
          <Candidate
            key={candidate.id}
            candidate={candidate}
            access={access}
            said={accounts.length > 1 ? accountName(accounts, candidate.selfId) : null}
          />
        ))}
      </ul>
      {listening && candidates.length === 0 && (
        <p className={styles.none}>{t('还没有人说「你好」。发了几秒还没出现，就看看 QQ 是不是在线。')}</p>
      )}
    </Pane>
  )
}

export async function claim(on: boolean): Promise<void> {
  try {
    await call('access.claim', { on })
  } catch (error) {
    showProblem(error)
  }
}

/** Which bot to write to, or that there is none that would hear it. */
function Ends({ accounts }: { accounts: AccountState[] }) {
  const online = accounts.filter(({ state }) => state === 'connected')
  if (online.length === 0) {
    return (
      <p className={styles.warn}>
        {t('机器人还没连上 QQ，现在听不到。')}
        <a href={hrefTo('/accounts')}>{t('去连接')}</a>
      </p>
    )
  }
  const names = online.map(({ title, nickname, selfId, id }) => {
    const name = nickname || title || id
    return selfId ? t('{{name}}（{{id}}）', { name, id: selfId }) : name
  })
  return <p>{t('发给 {{names}}', { names: names.join('、') })}</p>
}

/** Ticks by itself, so that nothing else is drawn again for it. */
function Left({ until }: { until: number }) {
  const now = useNow(1000)
  return (
    <span className={styles.left}>
      <Dot tone="ok" pulse />
      {t('正在听')}
      <time>{claimLeft(until - now)}</time>
    </span>
  )
}

interface CandidateProps {
  candidate: OwnerCandidate
  access: Access
  said: string | null
}

function Candidate({ candidate, access, said }: CandidateProps) {
  const now = useNow(1000)
  const { id, name, at } = candidate
  const isOwner = access.owners.includes(id)
  const choose = async () => {
    const said = t('「{{name}}」现在是主人', { name })
    if (await editConfig((now) => ({ ops: moveOps(now.access, 'owners', [id]), said }))) await claim(false)
  }
  return (
    <li>
      <Monogram name={name} size={28} />
      <b title={name}>{name}</b>
      <span className={styles.number}>{id}</span>
      <span className={styles.when}>
        {said === null ? '' : t('对 {{name}} 说的 · ', { name: said })}
        {formatAgo(at, now)}
      </span>
      <Button
        size="small"
        disabled={isOwner}
        aria-label={
          isOwner ? t('已是主人：{{name}} {{id}}', { name, id }) : t('这是我：{{name}} {{id}}', { name, id })
        }
        onClick={() => void choose()}
      >
        {isOwner ? t('已是主人') : t('这是我')}
      </Button>
    </li>
  )
}

function accountName(accounts: AccountState[], selfId: string): string {
  const account = accounts.find((one) => one.selfId === selfId)
  return account?.nickname || account?.title || selfId
}
