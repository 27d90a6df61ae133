import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { UsageSummary } from '../../../shared/costs.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, shortModel } from '../../ui/format.ts'
import styles from './unpriced-block.module.css'

/** Says that some calls are in no sum, and where their price can be told. */
export function UnpricedBlock({ summary: { total, models } }: { summary: UsageSummary }) {
  if (total.unpriced === 0) return null
  const names = models.filter(({ unpriced }) => unpriced > 0).map(({ key }) => shortModel(key))
  return (
    <section className={styles.block} aria-label={t('不知道单价')}>
      <QuestionCircleOutlined className={styles.icon} />
      <div className={styles.words}>
        <b>{t('有 {{n}} 次调用不知道单价', { n: formatCount(total.unpriced) })}</b>
        <p>
          {names.length > 0
            ? t('没有算进花费：{{models}}。填上单价，以后的就算得出。', { models: names.join('、') })
            : t('没有算进花费。填上单价，以后的就算得出。')}
        </p>
      </div>
      <Button href={hrefTo('/models')}>{t('填单价')}</Button>
    </section>
  )
}
