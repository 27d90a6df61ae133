import { Select } from 'antd'
import { useId } from 'react'
import { usualRule } from '../../../shared/tool-rules.ts'
import type { OwnToolRule, RiskMatrix, ToolRole, ToolRule, ToolState } from '../../../shared/tools.ts'
import { toolRoles } from '../../../shared/tools.ts'
import { toolRoleTitle } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './role-rules.module.css'
import type { RuleChange } from './tool-edit.ts'
import { ruleTitle } from './tool-words.ts'

interface RoleRulesProps {
  tool: ToolState
  /** What this level says of the tool itself. */
  own: OwnToolRule
  /** What the levels below say, where this one may be silent. */
  inherited?: OwnToolRule
  matrix: RiskMatrix
  onChange: (change: RuleChange, said: string) => void
}

const rules: readonly ToolRule[] = ['allow', 'ask', 'deny']
/** Stands for no rule of one's own. */
const usual = 'usual'

/** Who may use one tool: a choice for each role, the first of which is to leave it to the level below. */
export function RoleRules({ tool, own, inherited = {}, matrix, onChange }: RoleRulesProps) {
  const id = useId()
  const change = (role: ToolRole, value: ToolRule | typeof usual) =>
    onChange(
      { [role]: value === usual ? undefined : value },
      value === usual
        ? t('「{{tool}}」对{{role}}按原来的', { tool: tool.title, role: toolRoleTitle(role) })
        : t('「{{tool}}」对{{role}}：{{rule}}', {
            tool: tool.title,
            role: toolRoleTitle(role),
            rule: ruleTitle(value),
          }),
    )
  return (
    <div className={styles.box}>
      <div className={styles.roles}>
        {toolRoles.map((role) => (
          <div key={role}>
            <label htmlFor={`${id}-${role}`}>{toolRoleTitle(role)}</label>
            <Select<ToolRule | typeof usual>
              id={`${id}-${role}`}
              value={own[role] ?? usual}
              popupMatchSelectWidth={false}
              options={[
                { value: usual, label: usualWords(tool, role, inherited, matrix) },
                ...rules.map((rule) => ({ value: rule, label: ruleTitle(rule) })),
              ]}
              onChange={(value) => change(role, value)}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

/** What holds without a rule here, and where that comes from. */
function usualWords(tool: ToolState, role: ToolRole, inherited: OwnToolRule, matrix: RiskMatrix): string {
  const below = inherited[role]
  if (below) return t('跟着上一级（{{rule}}）', { rule: ruleTitle(below) })
  const { name, risk, builtInRules } = tool
  const rule = ruleTitle(usualRule({ name, risk, rules: builtInRules }, role, { matrix }))
  return builtInRules[role] ? t('它自带的（{{rule}}）', { rule }) : t('按风险（{{rule}}）', { rule })
}
