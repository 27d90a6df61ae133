import { CheckOutlined } from '@ant-design/icons'
import type { PictureJob, PicturesState } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatAgo, formatDuration, formatSize } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { Status } from '../../ui/status.tsx'
import { useNow } from '../../ui/use-now.ts'
import { allowingHost } from './allow-host.ts'
import { JobTrack } from './job-track.tsx'
import styles from './jobs-pane.module.css'
import { busyWords } from './picture-words.ts'

/** Pictures on their way, and the last ones that did not make it. */
export function JobsPane({ state }: { state: PicturesState }) {
  const { jobs, workers } = state
  return (
    <Pane
      title={t('队列')}
      actions={
        <span>
          {busyWords(state) || t('没有在取的')}
          {workers > 0 && ` · ${t('压图用 {{n}} 个核', { n: workers })}`}
        </span>
      }
      flush
    >
      {jobs.length === 0 ? (
        <EmptyState
          icon={<CheckOutlined />}
          title={t('现在没有图片在取')}
          text={t('聊天里来了图，会一张一张列在这里。')}
        />
      ) : (
        <ul className={styles.jobs}>
          {jobs.map((job) =>
            job.stage === 'failed' ? <Failed key={job.id} job={job} /> : <Live key={job.id} job={job} />,
          )}
        </ul>
      )}
    </Pane>
  )
}

function Live({ job }: { job: PictureJob }) {
  const now = useNow(200)
  return (
    <li>
      <Where job={job} />
      <span>
        <JobTrack stage={job.stage} />
      </span>
      <span className={styles.size}>{job.bytes > 0 ? formatSize(job.bytes) : '–'}</span>
      <time className={styles.time}>{formatDuration(now - job.at)}</time>
    </li>
  )
}

function Failed({ job }: { job: PictureJob }) {
  const now = useNow(10_000)
  const { problem, host, at } = job
  return (
    <li data-failed="">
      <Where job={job} />
      <span>
        <Status tone="err">{t('没取到')}</Status>
      </span>
      <time className={styles.time}>{formatAgo(at, now)}</time>
      {problem && (
        <p className={styles.why}>
          {problem.message}
          {problem.hint && `。${problem.hint}`}
          {problem.code === 'picture.private' && host !== '' && (
            <button type="button" onClick={() => void editConfig(allowingHost(host))}>
              {t('允许 {{host}}', { host })}
            </button>
          )}
        </p>
      )}
    </li>
  )
}

function Where({ job: { host, chatId, chatTitle } }: { job: PictureJob }) {
  return (
    <span className={styles.where}>
      {chatId === null ? (
        <b>{chatTitle || t('不是聊天里的')}</b>
      ) : (
        <a href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
          {chatTitle}
        </a>
      )}
      <code title={host}>{host || t('自己带来的')}</code>
    </span>
  )
}
