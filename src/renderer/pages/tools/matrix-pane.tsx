import { UndoOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import { type Risk, RiskMatrix, type ToolRole, type ToolRule, toolRoles } from '../../../shared/tools.ts'
import { riskStanding, toolRoleTitle } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Pane } from '../../ui/pane.tsx'
import styles from './matrix-pane.module.css'
import { RiskMark } from './risk-mark.tsx'
import { riskSentence, ruleTitle } from './tool-words.ts'

const builtIn = RiskMatrix.parse(undefined)
const risks: readonly Risk[] = ['green', 'yellow', 'red']
const rules: readonly ToolRule[] = ['allow', 'ask', 'deny']

/** Risk × role: who may have what done, in all chats that do not say otherwise. */
export function MatrixPane({ matrix }: { matrix: RiskMatrix }) {
  return (
    <Pane title={t('谁能用什么')} actions={t('改完马上生效')} flush>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th>{t('风险')}</th>
            {toolRoles.map((role) => (
              <th key={role}>{toolRoleTitle(role)}</th>
            ))}
            <th>
              <span className={styles.unseen}>{t('恢复')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {risks.map((risk) => (
            <Row key={risk} risk={risk} row={matrix[risk]} />
          ))}
        </tbody>
      </table>
      <div className={styles.words}>
        {matrix.red.member === 'allow' && (
          <p className={styles.warning} role="alert">
            {t('现在群里谁都能让机器人禁言、踢人、改文件。把「会动手」的「成员」改成不许或先问我。')}
          </p>
        )}
        <dl>
          <div>
            <dt>{ruleTitle('allow')}</dt>
            <dd>{t('模型要用就用。')}</dd>
          </div>
          <div>
            <dt>{ruleTitle('ask')}</dt>
            <dd>{t('先发 QQ 消息给主人，这里也出一张卡；没人理就当不同意。')}</dd>
          </div>
          <div>
            <dt>{ruleTitle('deny')}</dt>
            <dd>{t('模型要用也用不了，会告诉它为什么。')}</dd>
          </div>
        </dl>
        <p>
          {t('算谁的，看这句话是谁说的；几个人一起说的，按权限最小的那个算。单个工具、单个聊天可以另设。')}
        </p>
      </div>
    </Pane>
  )
}

function Row({ risk, row }: { risk: Risk; row: RiskMatrix[Risk] }) {
  const word = riskStanding(risk).word
  const path = ['defaults', 'toolMatrix', risk]
  const changed = toolRoles.some((role) => row[role] !== builtIn[risk][role])
  const change = (role: ToolRole, rule: ToolRule) =>
    void editConfig(
      [{ path: [...path, role], set: rule }],
      t('「{{risk}}」的工具，{{role}}：{{rule}}', {
        risk: word,
        role: toolRoleTitle(role),
        rule: ruleTitle(rule),
      }),
    )
  return (
    <tr>
      <th scope="row">
        <RiskMark risk={risk} />
        <p>{riskSentence(risk)}</p>
      </th>
      {toolRoles.map((role) => (
        <td key={role}>
          <Select<ToolRule>
            style={{ width: '100%' }}
            aria-label={t('「{{risk}}」的工具，{{role}}能不能用', { risk: word, role: toolRoleTitle(role) })}
            value={row[role]}
            options={rules.map((rule) => ({ value: rule, label: ruleTitle(rule) }))}
            onChange={(rule) => change(role, rule)}
          />
        </td>
      ))}
      <td>
        {changed && (
          <IconButton
            small
            label={t('「{{risk}}」恢复默认', { risk: word })}
            onClick={() =>
              void editConfig([{ path, set: builtIn[risk] }], t('「{{risk}}」已恢复默认', { risk: word }))
            }
          >
            <UndoOutlined />
          </IconButton>
        )}
      </td>
    </tr>
  )
}
