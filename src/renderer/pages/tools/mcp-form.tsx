import { Input, InputNumber, Segmented } from 'antd'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import styles from './form.module.css'
import { hasOpenKey, type McpDraft, type McpProblems } from './mcp-draft.ts'
import { openKeyWords, transportTitle } from './mcp-words.ts'
import { NamedSecrets } from './named-secrets.tsx'

interface McpFormProps {
  draft: McpDraft
  problems: McpProblems
  /** One that is saved keeps its short name: its tools are called by it. */
  saved: boolean
  onChange: (draft: McpDraft) => void
}

/** One MCP server, field by field. */
export function McpForm({ draft, problems, saved, onChange }: McpFormProps) {
  const set = (change: Partial<McpDraft>) => onChange({ ...draft, ...change })
  const transports = (['stdio', 'http', 'sse'] as const).map((value) => ({
    value,
    label: transportTitle(value),
  }))
  return (
    <>
      <div className={styles.two}>
        <Labelled label={t('名字')} help={t('给你自己看的。')} problem={problems.title ?? null}>
          {(id) => (
            <Input
              id={id}
              maxLength={64}
              value={draft.title}
              placeholder={draft.id}
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Labelled>
        <Labelled
          label={t('短名')}
          help={saved ? t('改不了：它的工具都以这个开头。') : t('它的工具都以这个开头。')}
          problem={problems.id ?? null}
        >
          {(id) => (
            <Input
              id={id}
              spellCheck={false}
              disabled={saved}
              maxLength={32}
              value={draft.id}
              placeholder="filesystem"
              onChange={(event) => set({ id: event.target.value.trim().toLowerCase() })}
            />
          )}
        </Labelled>
      </div>
      <Labelled label={t('连法')}>
        {(id) => (
          <div>
            <Segmented
              id={id}
              aria-label={t('连法')}
              options={transports}
              value={draft.transport}
              onChange={(transport) => set({ transport })}
            />
          </div>
        )}
      </Labelled>
      {draft.transport === 'stdio' ? (
        <ProgramFields draft={draft} problems={problems} set={set} />
      ) : (
        <RemoteFields draft={draft} problems={problems} set={set} />
      )}
      <Labelled label={t('时限')} help={t('一次调用最多等多久。')} problem={problems.timeoutSeconds ?? null}>
        {(id) => (
          <InputNumber<number>
            id={id}
            style={{ width: 160 }}
            min={1}
            max={600}
            suffix={t('秒')}
            value={draft.timeoutSeconds}
            onChange={(seconds) => set({ timeoutSeconds: seconds ?? 60 })}
          />
        )}
      </Labelled>
    </>
  )
}

interface PartProps {
  draft: McpDraft
  problems: McpProblems
  set: (change: Partial<McpDraft>) => void
}

function ProgramFields({ draft, problems, set }: PartProps) {
  const argumentsHelp = hasOpenKey(draft) ? openKeyWords(draft.transport) : t('一行一个。')
  return (
    <>
      <Labelled
        label={t('命令')}
        help={t('npx、uvx 会自己去找；找不到就写完整的路径。')}
        problem={problems.command ?? null}
      >
        {(id) => (
          <Input
            id={id}
            className={styles.code as string}
            spellCheck={false}
            placeholder="npx"
            value={draft.command}
            onChange={(event) => set({ command: event.target.value })}
          />
        )}
      </Labelled>
      <Labelled label={t('参数')} help={argumentsHelp} problem={problems.args ?? null}>
        {(id) => (
          <Input.TextArea
            id={id}
            className={styles.code as string}
            autoSize={{ minRows: 2, maxRows: 8 }}
            spellCheck={false}
            placeholder={'-y\n@modelcontextprotocol/server-memory'}
            value={draft.args}
            onChange={(event) => set({ args: event.target.value })}
          />
        )}
      </Labelled>
      <NamedSecrets
        title={t('环境变量')}
        placeholder="API_KEY"
        list={draft.env}
        problems={problems}
        onChange={(env) => set({ env })}
      />
      <Labelled
        label={t('在哪个文件夹里跑')}
        help={t('空着就在数据文件夹里。')}
        problem={problems.cwd ?? null}
      >
        {(id) => (
          <Input
            id={id}
            className={styles.code as string}
            spellCheck={false}
            value={draft.cwd}
            onChange={(event) => set({ cwd: event.target.value })}
          />
        )}
      </Labelled>
    </>
  )
}

function RemoteFields({ draft, problems, set }: PartProps) {
  return (
    <>
      <Labelled
        label={t('地址')}
        help={hasOpenKey(draft) && openKeyWords(draft.transport)}
        problem={problems.url ?? null}
      >
        {(id) => (
          <Input
            id={id}
            className={styles.code as string}
            spellCheck={false}
            placeholder="https://example.com/mcp"
            value={draft.url}
            onChange={(event) => set({ url: event.target.value.trim() })}
          />
        )}
      </Labelled>
      <NamedSecrets
        title={t('请求头')}
        placeholder="Authorization"
        list={draft.headers}
        problems={problems}
        onChange={(headers) => set({ headers })}
      />
    </>
  )
}
