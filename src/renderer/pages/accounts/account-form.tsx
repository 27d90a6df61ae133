import { Input, InputNumber, Segmented, Switch } from 'antd'
import { type Account, isLoopback } from '../../../shared/config.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { type AccountDraft, everyAddress, remarkAboutDraft } from './account-draft.ts'
import styles from './account-drawer.module.css'
import { PinnedNumber } from './pinned-number.tsx'
import { TokenInput } from './token-input.tsx'

interface AccountFormProps {
  draft: AccountDraft
  /** The account that is changed; null for a new one, which can still choose its direction. */
  saved: Account | null
  onChange: (draft: AccountDraft) => void
}

export function AccountForm({ draft, saved, onChange }: AccountFormProps) {
  const set = (change: Partial<AccountDraft>) => onChange({ ...draft, ...change })
  const remark = remarkAboutDraft(draft)
  return (
    <div className={styles.form}>
      {!saved && <ModePicker mode={draft.mode} onChoose={(mode) => set({ mode })} />}
      <Labelled label={t('名字')} help={t('空着就用 QQ 昵称。')}>
        {(id) => (
          <Input
            id={id}
            maxLength={64}
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Labelled>
      {draft.mode === 'server' ? (
        <ServerFields draft={draft} set={set} />
      ) : (
        <ClientFields draft={draft} set={set} />
      )}
      <TokenInput
        account={saved}
        canMake={draft.mode === 'server'}
        value={draft.accessToken}
        onChange={(accessToken) => set({ accessToken })}
      />
      {remark && <p className={styles.remark}>{remark}</p>}
      {saved && <PinnedNumber account={saved} />}
    </div>
  )
}

interface ModePickerProps {
  mode: AccountDraft['mode']
  onChoose: (mode: AccountDraft['mode']) => void
}

function ModePicker({ mode, onChoose }: ModePickerProps) {
  const modes = [
    {
      mode: 'server' as const,
      title: t('QQ 端连过来（推荐）'),
      text: t('反向 WebSocket。断了它会自己再连。'),
    },
    { mode: 'client' as const, title: t('我们连过去'), text: t('正向 WebSocket。QQ 端要开着端口。') },
  ]
  return (
    <fieldset className={styles.modes}>
      <legend>{t('谁连谁')}</legend>
      {modes.map((choice) => (
        <button
          key={choice.mode}
          type="button"
          aria-pressed={choice.mode === mode}
          onClick={() => onChoose(choice.mode)}
        >
          <b>{choice.title}</b>
          <span>{choice.text}</span>
        </button>
      ))}
    </fieldset>
  )
}

interface ModeFieldsProps {
  draft: AccountDraft
  set: (change: Partial<AccountDraft>) => void
}

function ServerFields({ draft, set }: ModeFieldsProps) {
  const local = isLoopback(draft.host)
  return (
    <>
      <Labelled
        label={t('QQ 端在哪')}
        help={local ? t('只有这台电脑上的程序连得到。') : t('局域网和容器里的程序也连得到。')}
      >
        {(id) => (
          <Segmented
            id={id}
            style={{ justifySelf: 'start' }}
            options={[
              { value: true, label: t('这台电脑') },
              { value: false, label: t('别的机器或容器') },
            ]}
            value={local}
            onChange={(here) => set({ host: here ? '127.0.0.1' : everyAddress })}
          />
        )}
      </Labelled>
      <Labelled label={t('端口')} help={t('几个账号可以用同一个端口。')}>
        {(id) => (
          <InputNumber
            id={id}
            style={{ width: 148 }}
            min={1}
            max={65_535}
            precision={0}
            value={draft.port}
            onChange={(port) => set({ port })}
          />
        )}
      </Labelled>
    </>
  )
}

function ClientFields({ draft, set }: ModeFieldsProps) {
  return (
    <>
      <Labelled label={t('地址')} help={t('QQ 端的 WebSocket 服务器，不是它的网页端口。')}>
        {(id) => (
          <Input
            id={id}
            value={draft.url}
            spellCheck={false}
            placeholder="ws://127.0.0.1:3001"
            onChange={(event) => set({ url: event.target.value })}
          />
        )}
      </Labelled>
      {draft.url.startsWith('wss://') && (
        <Labelled label={t('接受自签证书')} help={t('只在证书是自己做的时候打开。')}>
          {(id) => (
            <div>
              <Switch
                id={id}
                checked={draft.allowSelfSigned}
                onChange={(allowSelfSigned) => set({ allowSelfSigned })}
              />
            </div>
          )}
        </Labelled>
      )}
    </>
  )
}
