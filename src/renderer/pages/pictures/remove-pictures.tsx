import { DeleteOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import type { StoredPicture } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { formatSize } from '../../ui/format.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

interface RemovePicturesProps {
  pictures: readonly StoredPicture[]
  onRemoved: () => void
}

/** How many one call takes. */
const most = 500

/** Deletes pictures after asking: their bytes cannot be had again. */
export function RemovePictures({ pictures, onRemoved }: RemovePicturesProps) {
  const count = pictures.length
  const bytes = pictures.reduce((sum, picture) => sum + picture.bytes, 0)
  const remove = async () => {
    const hashes = pictures.map(({ hash }) => hash)
    try {
      for (let from = 0; from < count; from += most)
        await call('pictures.remove', { hashes: hashes.slice(from, from + most) })
      showToast({ text: t('删掉了 {{n}} 张，腾出 {{size}}', { n: count, size: formatSize(bytes) }) })
    } catch (error) {
      showProblem(error)
    }
    onRemoved()
  }
  return (
    <Popconfirm
      title={count === 1 ? t('删掉这张图片？') : t('删掉这 {{n}} 张图片？', { n: count })}
      description={t('图和描述都没了，聊天里只剩「图片已过期」，不能反悔。')}
      okText={t('删掉')}
      cancelText={t('留着')}
      okButtonProps={{ danger: true }}
      onConfirm={remove}
    >
      <Button size="small" danger icon={<DeleteOutlined />}>
        {t('删掉')}
      </Button>
    </Popconfirm>
  )
}
