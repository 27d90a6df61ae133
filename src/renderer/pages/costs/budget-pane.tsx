import type { Config } from '../../../shared/config.ts'
import type { Budget, BudgetUse, UsageToday } from '../../../shared/costs.ts'
import { hrefTo } from '../../app/router.ts'
import { budgetShare, budgetTone, shareText } from '../../app/standing.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import { configField } from '../../forms/config-fields.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatLimit, formatYuan } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import { SettingSpot } from '../access/setting-spot.tsx'
import styles from './budget-pane.module.css'

const selectBudget = ({ config }: { config: Config }) => config.budget
const selectCheap = ({ config }: { config: Config }) => config.slots.cheap.length > 0
const fieldNames = ['day', 'chat', 'person', 'at80', 'at100'] as const satisfies (keyof Budget)[]

/** What may be spent, how much of it is, and what happens then. */
export function BudgetPane({ today }: { today: UsageToday }) {
  const budget = useTopic('config', selectBudget)
  const hasCheap = useTopic('config', selectCheap) ?? true
  if (!budget) {
    return (
      <Pane title={t('预算')}>
        <Skeleton />
      </Pane>
    )
  }
  const uses = [...dayUse(today.cost, budget.day), ...today.budgets.filter(({ scope }) => scope !== 'day')]
  const wantsCheap = budget.at80 === 'cheap' || budget.at100 === 'cheap'
  return (
    <Pane title={t('预算')} actions={t('零点重新算')} flush>
      {uses.length > 0 && (
        <ul className={styles.uses} aria-label={t('预算用了多少')}>
          {uses.map((use) => (
            <Use key={`${use.scope} ${use.key}`} use={use} />
          ))}
        </ul>
      )}
      {wantsCheap && !hasCheap && (
        <p className={styles.missing} role="status">
          {t('还没选便宜的模型，到时候换不了。')}
          <a href={hrefTo('/models')}>{t('去选一个')}</a>
        </p>
      )}
      {fieldNames.map((name) => {
        const path = `budget.${name}`
        const field = configField(path)
        return (
          field && (
            <SettingSpot key={name} path={path}>
              <ConfigField field={field} value={budget[name]} />
            </SettingSpot>
          )
        )
      })}
    </Pane>
  )
}

function dayUse(spent: number, limit: number): BudgetUse[] {
  return limit > 0 ? [{ scope: 'day', key: '', title: t('今天一共'), spent, limit }] : []
}

function Use({ use: { scope, title, key, spent, limit } }: { use: BudgetUse }) {
  const share = budgetShare(spent, limit) ?? 0
  const name = title || key
  return (
    <li className={styles.use}>
      {scope === 'chat' ? (
        <a className={styles.name} href={hrefTo(`/chats/${key}`, { tab: 'cost' })} title={name}>
          {name}
        </a>
      ) : (
        <span className={styles.name} title={name}>
          {name}
        </span>
      )}
      <span className={styles.spent}>
        <Yuan>{formatYuan(spent)}</Yuan> / {formatLimit(limit)} · {shareText(share)}
      </span>
      <ShareBar share={share} tone={budgetTone(share)} />
    </li>
  )
}
