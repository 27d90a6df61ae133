import { Tabs } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { ToolFileState, ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { RiskMark } from './risk-mark.tsx'
import { RoleRules } from './role-rules.tsx'
import { saveRule } from './save-rule.ts'
import { ToolCalls } from './tool-calls.tsx'
import styles from './tool-drawer.module.css'
import { ToolOptionFields } from './tool-option-fields.tsx'
import { ToolParameters } from './tool-parameters.tsx'
import { countsAsWords, globalPolicy, isEnabled, ownRule } from './tool-policy.ts'
import { ToolSwitch } from './tool-switch.tsx'
import { ToolTrialForm } from './tool-trial.tsx'
import { sourceWords } from './tool-words.ts'

interface ToolDrawerProps {
  open: boolean
  /** Null before the first is opened. */
  tool: ToolState | null
  /** It is no more; what is shown is how it was. */
  gone: boolean
  files: Readonly<Record<string, ToolFileState>>
  config: Config
  onClose: () => void
}

/** One tool: what it does and who may have it done, a way to try it, what it did before. */
export function ToolDrawer({ open, tool, gone, files, config, onClose }: ToolDrawerProps) {
  return (
    <SideDrawer
      open={open}
      size={560}
      title={tool?.title}
      onClose={onClose}
      extra={
        tool &&
        !gone &&
        !tool.problem && (
          <span className={styles.switch}>
            <ToolSwitch tool={tool} on={isEnabled(globalPolicy(config), tool)} />
          </span>
        )
      }
      destroyOnHidden
    >
      {tool && (
        <Body key={tool.name} tool={tool} config={config} gone={gone ? goneBecause(tool, files) : null} />
      )}
    </SideDrawer>
  )
}

interface BodyProps {
  tool: ToolState
  config: Config
  /** Why it is no more. */
  gone: Problem | null
}

function Body({ tool, config, gone }: BodyProps) {
  const [tab, setTab] = useState('about')
  return (
    <div className={styles.body}>
      <div className={styles.head}>
        <RiskMark risk={tool.risk} />
        <code title={tool.name}>{tool.name}</code>
        <CopyButton text={tool.name} />
        <Source tool={tool} />
      </div>
      {tool.problem && <ErrorBlock problem={tool.problem} />}
      {gone && <ErrorBlock problem={gone} />}
      <Tabs
        animated={false}
        destroyOnHidden
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'about', label: t('说明和权限'), children: <About tool={tool} config={config} /> },
          { key: 'try', label: t('试运行'), children: <ToolTrialForm tool={tool} /> },
          { key: 'calls', label: t('最近的调用'), children: <ToolCalls tool={tool} /> },
        ]}
      />
    </div>
  )
}

/** What its file says of it, else only that it went. */
function goneBecause({ title, source }: ToolState, files: ToolDrawerProps['files']): Problem {
  const problem = source.kind === 'file' ? files[source.file]?.problem : null
  return (
    problem ?? {
      code: 'tools.gone',
      message: t('「{{title}}」刚刚没有了', { title }),
      hint: t('它的文件或 MCP 改了、关了，或者断开了；回来了这里会自己接上。'),
    }
  )
}

function Source({ tool: { source } }: { tool: ToolState }) {
  const words = sourceWords(source)
  if (source.kind === 'built-in') return <Chip>{words}</Chip>
  return (
    <a className={styles.source} href={hrefTo('/tools', { view: source.kind === 'file' ? 'files' : 'mcp' })}>
      <Chip tone="info" title={words}>
        <span>{words}</span>
      </Chip>
    </a>
  )
}

function About({ tool, config }: { tool: ToolState; config: Config }) {
  const policy = globalPolicy(config)
  return (
    <div className={styles.about}>
      <p className={styles.description}>{tool.description || t('它没有说自己是做什么的。')}</p>
      {tool.offByDefault && (
        <p className={styles.note}>{t('它默认关着：每多开一个工具，每次请求都多费一点词元。')}</p>
      )}
      {tool.groupOnly && <p className={styles.note}>{t('只在群里：私聊里模型看不到它。')}</p>}
      <section>
        <h2>{t('谁能用')}</h2>
        <RoleRules
          tool={tool}
          own={ownRule(policy, tool.name)}
          matrix={policy.toolMatrix}
          onChange={(change, said) => void saveRule(tool.name, change, said)}
        />
        <p className={styles.note}>
          {t('所有聊天都照这里的来；单个聊天可以在它自己的「工具」一栏里另设。看的是 QQ 号，不是昵称。')}
          {countsAsWords(tool, config.access)}
        </p>
      </section>
      <section>
        <h2>{t('怎么跑')}</h2>
        <ToolOptionFields tool={tool} options={config.tools.options[tool.name] ?? {}} />
      </section>
      <section>
        <h2>{t('参数')}</h2>
        <ToolParameters parameters={tool.parameters} />
      </section>
    </div>
  )
}
