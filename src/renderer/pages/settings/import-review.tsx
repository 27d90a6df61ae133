import { Button, Checkbox, Select } from 'antd'
import { useId, useState } from 'react'
import { sandboxSelfId } from '../../../shared/sandbox.ts'
import type { AccountState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import type { RefusedFile } from './import-files.ts'
import { isTakable, type Review, type ReviewItem, riskyIn } from './review.ts'
import styles from './transfer-pane.module.css'

interface ImportReviewProps {
  review: Review
  refused: RefusedFile[]
  skipped: number
  onApply: (selfId: string, left: ReadonlySet<string>) => void
  onClose: () => void
}

/** More rows than these are a number: they are taken over all the same. */
const shownAtMost = 300

const selectAccounts = (accounts: Record<string, AccountState>) => accounts

/** What would be taken over and what would not, with a tick at each, before anything is done. */
export function ImportReview({ review, refused, skipped, onApply, onClose }: ImportReviewProps) {
  const id = useId()
  const accounts = accountOptions(Object.values(useTopic('accounts', selectAccounts) ?? {}))
  const [left, setLeft] = useState<ReadonlySet<string>>(() => riskyIn(review))
  const [chosen, setChosen] = useState<string>()
  const takable = review.items.filter(isTakable)
  const taken = takable.filter(({ key }) => !left.has(key)).length
  const [only] = accounts
  const selfId = chosen ?? (accounts.length === 2 ? only?.value : undefined)
  const toggle = (key: string) =>
    setLeft((before) => {
      const after = new Set(before)
      if (!after.delete(key)) after.add(key)
      return after
    })
  return (
    <div className={styles.review}>
      <p className={styles.sum} role="status">
        {sumWords(review, takable.length, refused.length)}
        {skipped > 0 && <span>{t('另有 {{n}} 个文件用不上，没有看。', { n: skipped })}</span>}
      </p>
      <ul
        className={styles.items}
        aria-label={t('能带来什么')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with keys
        tabIndex={0}
      >
        {review.items.slice(0, shownAtMost).map((item) => (
          <Item key={item.key} item={item} ticked={!left.has(item.key)} onToggle={() => toggle(item.key)} />
        ))}
        {refused.map(({ name, problem }) => (
          <li key={name}>
            <span className={styles.cross} aria-hidden="true">
              ×
            </span>
            <div>
              <b title={name}>{name}</b>
              <p className={styles.problem}>{`${problem.message}。${problem.hint}`}</p>
            </div>
          </li>
        ))}
        {review.items.length > shownAtMost && (
          <li className={styles.rest}>
            {t('还有 {{n}} 项没有列出来，能带的也会带上', { n: review.items.length - shownAtMost })}
          </li>
        )}
      </ul>
      <div className={styles.foot}>
        {review.needsAccount && takable.length > 0 && (
          <>
            <label htmlFor={id}>{t('这些聊天属于')}</label>
            <Select
              id={id}
              style={{ width: 200 }}
              placeholder={t('选一个 QQ 账号')}
              options={accounts}
              {...(selfId !== undefined && { value: selfId })}
              onChange={setChosen}
            />
          </>
        )}
        <span className={styles.buttons}>
          <Button onClick={onClose}>{takable.length > 0 ? t('不导入') : t('知道了')}</Button>
          {takable.length > 0 && (
            <Button
              type="primary"
              disabled={taken === 0 || (review.needsAccount && selfId === undefined)}
              onClick={() => onApply(review.needsAccount ? (selfId ?? '') : '', left)}
            >
              {t('导入 {{n}} 项', { n: taken })}
            </Button>
          )}
        </span>
      </div>
    </div>
  )
}

interface ItemProps {
  item: ReviewItem
  ticked: boolean
  onToggle: () => void
}

function Item({ item, ticked, onToggle }: ItemProps) {
  const { title, file, carries, leaves, problem } = item
  const takable = isTakable(item)
  return (
    <li data-left={(takable && !ticked) || undefined}>
      {problem ? (
        <span className={styles.cross} aria-hidden="true">
          ×
        </span>
      ) : (
        <Checkbox
          checked={takable && ticked}
          disabled={!takable}
          aria-label={t('带上「{{title}}」', { title })}
          onChange={onToggle}
        />
      )}
      <div>
        <b title={title}>{title}</b>
        <small title={file}>{file}</small>
        {problem && (
          <p className={styles.problem}>
            {problem.hint ? `${problem.message}。${problem.hint}` : problem.message}
          </p>
        )}
        {carries.map((line) => (
          <p key={line} className={styles.carry}>
            {line}
          </p>
        ))}
        {leaves.map((line) => (
          <p key={line} className={styles.leave}>
            {line}
          </p>
        ))}
      </div>
    </li>
  )
}

function sumWords({ source, items }: Review, takable: number, refused: number): string {
  const sources: Record<string, string> = {
    apricot: t('杏桃的导出'),
    'ai-chat': t('AI_chat 的文件'),
    sillytavern: t('SillyTavern 的角色卡'),
  }
  const cannot = items.length - takable + refused
  const what = takable > 0 ? t('{{n}} 项能带来', { n: takable }) : t('没有能带来的')
  const rest = cannot > 0 ? t('，{{n}} 项不能', { n: cannot }) : ''
  const from = sources[source]
  return from && items.length > 0
    ? t('认出来了：{{from}}，{{what}}{{rest}}。', { from, what, rest })
    : `${what}${rest}。`
}

function accountOptions(accounts: readonly AccountState[]): { value: string; label: string }[] {
  const known = accounts.flatMap(({ selfId, nickname, title }) =>
    selfId === null ? [] : [{ value: selfId, label: `${nickname || title || t('QQ')} ${selfId}` }],
  )
  return [...known, { value: sandboxSelfId, label: t('试聊，不在 QQ 里') }]
}
