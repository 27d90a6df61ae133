import type { Config } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { moveFocus } from '../../ui/move-focus.ts'
import { useBelowDesign } from '../../ui/use-media.ts'
import { type ToolGroup, toolKey } from './tool-list.ts'
import type { ToolPolicy } from './tool-policy.ts'
import { isEnabled } from './tool-policy.ts'
import { ToolRow } from './tool-row.tsx'
import styles from './tool-table.module.css'
import { whoMayWhere } from './tool-words.ts'

interface ToolTableProps {
  groups: readonly ToolGroup[]
  policy: ToolPolicy
  access: Config['access']
}

/** The tools under their headings; arrow keys go from one to the next. */
export function ToolTable({ groups, policy, access }: ToolTableProps) {
  const wide = !useBelowDesign()
  return (
    <table className={styles.table} onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th>{t('风险')}</th>
          <th>{t('工具')}</th>
          <th>{t('谁能用')}</th>
          <th className={styles.number}>{t('7 天')}</th>
          <th className={styles.number}>{t('失败')}</th>
          {wide && (
            <>
              <th className={styles.number}>{t('平均')}</th>
              <th className={styles.number}>{t('最近')}</th>
            </>
          )}
          <th className={styles.switch}>{t('启用')}</th>
        </tr>
      </thead>
      {groups.map(({ title, tools }) => (
        <tbody key={title}>
          <tr className={styles.group}>
            <th colSpan={wide ? 8 : 6} scope="rowgroup">
              {title}
              <data value={tools.length}>{tools.length}</data>
            </th>
          </tr>
          {tools.map((tool) => (
            <ToolRow
              key={toolKey(tool)}
              tool={tool}
              who={whoMayWhere(tool, policy, access)}
              on={isEnabled(policy, tool)}
              wide={wide}
            />
          ))}
        </tbody>
      ))}
    </table>
  )
}
