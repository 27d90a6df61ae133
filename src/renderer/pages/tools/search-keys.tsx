import { DeleteOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { Secret } from '../../../shared/secret.ts'
import type { SearchBackend, SearchConfig } from '../../../shared/tools.ts'
import { Complaint } from '../../forms/complaint.tsx'
import { useSaving } from '../../forms/use-saving.ts'
import { t } from '../../i18n/i18n.ts'
import { tryEditConfig } from '../../live/edit.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './search-keys.module.css'

/** Where keys are to be had; ways to search that need none are not in it. */
const keyUrls: Partial<Record<SearchBackend, string>> = {
  baidu: 'https://console.bce.baidu.com/iam/#/iam/apikey/list',
  tavily: 'https://app.tavily.com/home',
  bocha: 'https://open.bochaai.com/api-keys',
}

/** What the chosen way to search needs: a key, an address. */
export function SearchKeys({ search }: { search: SearchConfig }) {
  const { backend } = search
  const keyUrl = keyUrls[backend]
  const needsAddress = backend === 'searxng'
  const entry = search[backend]
  const path = ['tools', 'search', backend]
  return (
    <>
      {keyUrl && (
        <SavedText
          key={`${backend} key`}
          label={'Key'}
          help={
            <>
              {t('只存在这台电脑上，存好就不再显示。')}
              <a href={keyUrl} target="_blank" rel="noreferrer">
                {t('去拿 Key')}
              </a>
            </>
          }
          path={[...path, 'apiKey']}
          value={'apiKey' in entry ? entry.apiKey : ''}
          secret
          wanted
        />
      )}
      <SavedText
        key={`${backend} address`}
        label={t('地址')}
        help={
          needsAddress
            ? t('你的 SearXNG 在哪里，比如 http://127.0.0.1:8080。')
            : t('空着就用它自己的；走中转才要填。')
        }
        path={[...path, 'baseUrl']}
        value={entry.baseUrl}
        wanted={needsAddress}
      />
    </>
  )
}

interface SavedTextProps {
  label: string
  help: ReactNode
  path: string[]
  value: Secret
  secret?: boolean
  /** Searching does not work without it. */
  wanted?: boolean
}

/** A text that is saved when it is left. What is secret is not shown again. */
function SavedText({ label, help, path, value, secret = false, wanted = false }: SavedTextProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const kept = typeof value !== 'string'
  const shown = kept ? '' : value
  const { refusal, save } = useSaving((next) => {
    const said = next === '' ? t('「{{label}}」拿掉了', { label }) : t('「{{label}}」存好了', { label })
    return tryEditConfig([{ path, set: String(next) }], said)
  })
  const leave = () => {
    const next = typed?.trim()
    if (next === undefined) return
    setTyped(null)
    // An empty field takes nothing away that is not shown.
    if (next !== shown) save(next)
  }
  const Control = secret ? Input.Password : Input
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label htmlFor={id}>{label}</label>
        <p id={`${id}-help`}>{help}</p>
        {wanted && !kept && shown === '' && typed === null && (
          <p className={styles.wanted}>{t('还没填，现在搜不了。')}</p>
        )}
      </div>
      <div className={styles.control}>
        <Control
          id={id}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-help`}
          maxLength={secret ? 4096 : 500}
          placeholder={kept ? t('已保存') : ''}
          value={typed ?? shown}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={leave}
          onPressEnter={leave}
        />
        {kept && (
          <IconButton label={t('拿掉{{label}}', { label })} onClick={() => save('')}>
            <DeleteOutlined />
          </IconButton>
        )}
      </div>
      <Complaint text={refusal} />
    </div>
  )
}
