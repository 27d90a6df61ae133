import { EditOutlined, EyeOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { StoredPicture } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { shortModel } from '../../ui/format.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'
import styles from './picture-drawer.module.css'
import { captionByWords } from './picture-words.ts'

interface PictureCaptionProps {
  picture: StoredPicture
  onChange: (picture: StoredPicture) => void
}

const longest = 4000

/** What is on a picture: looked at again by a model, or written by hand. */
export function PictureCaption({ picture, onChange }: PictureCaptionProps) {
  const { hash, bytes, caption } = picture
  const [draft, setDraft] = useState<string | null>(null)
  const [looking, setLooking] = useState(false)

  const look = async () => {
    setLooking(true)
    try {
      const seen = await call('pictures.describe', { hash })
      onChange(seen)
      showToast({ text: t('又看了一遍'), undo: () => put(caption) })
    } catch (error) {
      showProblem(error)
    }
    setLooking(false)
  }
  const put = async (text: string) => {
    await call('pictures.setCaption', { hash, text })
    onChange({ ...picture, caption: text, captionBy: text === '' ? '' : 'person' })
  }
  const save = async () => {
    const text = (draft ?? '').trim()
    try {
      await put(text)
      setDraft(null)
      showToast({ text: text === '' ? t('去掉了描述') : t('描述改好了'), undo: () => put(caption) })
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <section className={styles.caption} aria-label={t('描述')}>
      <div className={styles.head}>
        <h3>{t('描述')}</h3>
        <span title={picture.captionBy}>{captionByWords(picture)}</span>
      </div>
      {draft !== null ? (
        <Input.TextArea
          aria-label={t('图片描述')}
          autoFocus
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={longest}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      ) : caption ? (
        <p className={styles.text}>{caption}</p>
      ) : (
        <p className={styles.none}>{t('还没有描述。不会看图的模型靠它知道图上是什么。')}</p>
      )}
      {draft !== null ? (
        <div className={styles.actions}>
          <Button size="small" type="primary" disabled={draft.trim() === caption} onClick={() => void save()}>
            {draft.trim() === '' ? t('去掉描述') : t('保存')}
          </Button>
          <Button size="small" type="text" onClick={() => setDraft(null)}>
            {t('不改了')}
          </Button>
        </div>
      ) : (
        <div className={styles.actions}>
          {bytes > 0 && (
            <Button size="small" icon={<EyeOutlined />} loading={looking} onClick={() => void look()}>
              {caption ? t('重新看图') : t('看图')}
            </Button>
          )}
          <Button size="small" type="text" icon={<EditOutlined />} onClick={() => setDraft(caption)}>
            {caption ? t('改写') : t('自己写')}
          </Button>
        </div>
      )}
      {bytes > 0 && draft === null && <Price />}
    </section>
  )
}

/** What looking costs, and who does it. */
function Price() {
  const model = useTopic('config', ({ config }) => config.slots.vision[0] ?? '')
  if (model === undefined) return null
  return (
    <p className={styles.price}>
      {model === '' ? (
        <>
          {t('看图的模型还没有选。')} <a href={hrefTo('/models')}>{t('去选一个')}</a>
        </>
      ) : (
        t('由 {{model}} 看，要花一次调用；同一张图只看一次，所有聊天共用。', { model: shortModel(model) })
      )}
    </p>
  )
}
