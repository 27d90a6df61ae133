import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { Account } from '../../../shared/config.ts'
import type { AccountState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Status } from '../../ui/status.tsx'
import { showProblem } from '../../ui/toast.tsx'
import styles from './account-drawer.module.css'
import { AttemptList } from './attempt-list.tsx'
import { accountName, connectionWord } from './connection-words.ts'
import { napcatSnippet } from './napcat-snippet.ts'

interface ConnectDrawerProps {
  /** Both are absent for the moment between saving and starting. */
  account: Account | undefined
  state: AccountState | undefined
  onClose: () => void
}

/** What to do at the QQ end, beside a live list of who knocks and why it did not get in. */
export function ConnectDrawer({ account, state, onClose }: ConnectDrawerProps) {
  const token = useToken(account)
  const online = state?.state === 'connected'
  return (
    <SideDrawer
      open
      size={520}
      title={t('连接 QQ 端')}
      onClose={onClose}
      footer={
        <div className={styles.footer}>
          <span />
          <Button type={online ? 'primary' : 'default'} onClick={onClose}>
            {online ? t('好了') : t('先关上')}
          </Button>
        </div>
      }
    >
      <div className={styles.steps}>
        {state ? <Live state={state} /> : <Skeleton />}
        {account?.mode === 'server' && state && <ServerSteps address={state.address} token={token} />}
        {account?.mode === 'client' && (
          <p>{t('在 QQ 端打开 WebSocket 服务器，端口和令牌要和这里填的一样。连上之前会一直重试。')}</p>
        )}
      </div>
    </SideDrawer>
  )
}

/** The token in clear, for copying; null until it has come. */
function useToken(account: Account | undefined): string | null {
  const [token, setToken] = useState<string | null>(null)
  const id = account?.mode === 'server' ? account.id : null
  const hasToken = account?.accessToken !== ''
  useEffect(() => {
    if (id === null) return
    if (!hasToken) return setToken('')
    let left = false
    call('accounts.token', { id }).then(
      (answer) => !left && setToken(answer.token),
      (error: unknown) => !left && showProblem(error),
    )
    return () => {
      left = true
    }
  }, [id, hasToken])
  return token
}

function Live({ state }: { state: AccountState }) {
  const { tone, word } = connectionWord(state.state)
  const online = state.state === 'connected'
  return (
    <section className={styles.live} data-online={online || undefined} aria-live="polite">
      <header>
        <h2>{online ? t('连上了：{{name}}', { name: accountName(state) }) : t('等待连接')}</h2>
        <Status tone={tone} pulse={state.state === 'listening' || online}>
          {word}
        </Status>
      </header>
      {state.problem && (
        <p>
          {state.problem.message}
          {state.problem.hint && `。${state.problem.hint}`}
        </p>
      )}
      {online && <p>{t('在 QQ 里给它发一句「你好」试试。')}</p>}
      <AttemptList attempts={state.attempts} limit={8} />
    </section>
  )
}

function ServerSteps({ address, token }: { address: string; token: string | null }) {
  return (
    <>
      <section>
        <h2>{t('1　在 QQ 端新建一个连接')}</h2>
        <p>{t('NapCat：网络配置 → 新建 → Websocket 客户端。LLOneBot：设置 → 反向 WebSocket。')}</p>
      </section>
      <section>
        <h2>{t('2　把地址和令牌粘过去')}</h2>
        <CopyLine name={t('地址')} text={address} />
        {token !== null && token !== '' && <CopyLine name={t('令牌')} text={token} />}
      </section>
      <section>
        <h2>{t('或者直接改 NapCat 的配置文件')}</h2>
        <p>{t('加进 onebot11_QQ号.json 的 network.websocketClients 里。')}</p>
        {token === null ? <Skeleton /> : <Snippet text={napcatSnippet(address, token)} />}
      </section>
    </>
  )
}

function CopyLine({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles.copy}>
      <span>{name}</span>
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  )
}

function Snippet({ text }: { text: string }) {
  return (
    <div className={styles.snippet}>
      <div>
        {t('一项 websocketClients')}
        <CopyButton text={text} label={t('复制')} />
      </div>
      <pre>{text}</pre>
    </div>
  )
}
