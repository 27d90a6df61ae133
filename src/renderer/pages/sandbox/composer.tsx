import { Sender } from '@ant-design/x'
import { Segmented } from 'antd'
import { useRef, useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import type { ChatMessage } from '../../../shared/state.ts'
import { demoModel } from '../../app/model-names.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { cx } from '../../ui/class-names.ts'
import { showProblem } from '../../ui/toast.tsx'
import { useWindowDrop } from '../../ui/use-window-drop.ts'
import { FilePicker, type FilePickerHandle } from '../characters/file-picker.tsx'
import { Attached } from './attached.tsx'
import { base64Of, mostPictures, pictureTypes } from './attachment.ts'
import styles from './composer.module.css'
import { PokeButton } from './poke-button.tsx'
import { type SandboxChat, sandboxPlace } from './sandbox-chat.ts'
import { useAttachments } from './use-attachments.ts'

interface ComposerProps {
  chat: SandboxChat
  people: SandboxPerson[]
  speaker: SandboxPerson
  onSpeaker: (id: string) => void
  model: string
  /** What the next line answers. */
  quote: ChatMessage | null
  onQuote: (message: ChatMessage | null) => void
  onSaid: (chatId: number) => void
}

/** Names may hold anything; a placeholder has one line. */
function oneLine(name: string): string {
  const words = name.replaceAll(/\s+/g, ' ')
  return words.length > 16 ? `${words.slice(0, 16)}…` : words
}

/** Words the demo model reacts to. */
const demoWords = ['现在几点', '慢一点', '出错', '思考', '很长']

/** Says something as a pretend person. Enter sends, Shift+Enter begins a new line. */
export function Composer(props: ComposerProps) {
  const { chat, people, speaker, onSpeaker, model, quote, onQuote, onSaid } = props
  const botName = useTopic('config', ({ config }) => config.botName) ?? ''
  const [text, setText] = useState('')
  const [mention, setMention] = useState(true)
  const pictures = useAttachments()
  const picker = useRef<FilePickerHandle>(null)
  const dropping = useWindowDrop(({ files }) => pictures.add([...files]))
  const group = chat.kind === 'group'

  const say = async (words: string) => {
    const said = words.trim()
    const attached = pictures.list
    if (said === '' && attached.length === 0) return
    setText('')
    pictures.set([])
    onQuote(null)
    try {
      const { chatId } = await call('sandbox.say', {
        chat: sandboxPlace(chat),
        personId: speaker.id,
        text: said,
        mention: group && mention,
        pictures: await Promise.all(attached.map(({ file }) => base64Of(file))),
        ...(quote?.platformId && { replyTo: quote.platformId }),
      })
      onSaid(chatId)
    } catch (error) {
      setText(words)
      pictures.set(attached)
      onQuote(quote)
      showProblem(error)
    }
  }
  return (
    <div className={styles.composer}>
      {model === demoModel && <DemoWords onChoose={(words) => void say(words)} />}
      <Sender
        className={cx(styles.sender)}
        value={text}
        onChange={setText}
        onSubmit={(words) => void say(words)}
        onPasteFile={(files) => pictures.add([...files])}
        placeholder={t('以「{{name}}」的身份说一句', { name: oneLine(speaker.name) })}
        autoSize={{ minRows: 1, maxRows: 6 }}
        suffix={false}
        header={
          <>
            {group && <Speakers people={people} speaker={speaker} onSpeaker={onSpeaker} />}
            <Attached
              quote={quote}
              pictures={pictures.list}
              onQuote={() => onQuote(null)}
              onPicture={pictures.remove}
            />
          </>
        }
        footer={(_, { components: { SendButton } }) => (
          <div className={styles.foot}>
            {group && (
              <button
                type="button"
                className={styles.tool}
                aria-pressed={mention}
                onClick={() => setMention(!mention)}
              >
                {t('@{{name}}', { name: botName })}
              </button>
            )}
            <button
              type="button"
              className={styles.tool}
              title={t('选图片带上，也能粘贴或拖进来')}
              disabled={pictures.list.length >= mostPictures}
              onClick={() => picker.current?.open()}
            >
              {t('图片')}
            </button>
            <button
              type="button"
              className={styles.tool}
              title={t('带上一张画好的：红圆里写着「杏桃」')}
              disabled={pictures.list.length >= mostPictures}
              onClick={pictures.addSample}
            >
              {t('示例图片')}
            </button>
            <PokeButton chat={chat} speaker={speaker} onPoked={onSaid} />
            <span className={styles.keys}>
              <kbd>Enter</kbd>
            </span>
            <SendButton
              type="primary"
              size="small"
              aria-label={t('说')}
              disabled={text.trim() === '' && pictures.list.length === 0}
            />
          </div>
        )}
      />
      <FilePicker
        ref={picker}
        label={t('选图片')}
        accept={pictureTypes.join(',')}
        multiple
        onFiles={pictures.add}
      />
      {dropping && <p className={styles.dropping}>{t('松手就带上')}</p>}
    </div>
  )
}

function Speakers({ people, speaker, onSpeaker }: Pick<ComposerProps, 'people' | 'speaker' | 'onSpeaker'>) {
  return (
    <div className={styles.speakers}>
      <span>{t('谁来说')}</span>
      <Segmented
        size="small"
        aria-label={t('谁来说')}
        value={speaker.id}
        options={people.map(({ id, name }) => ({
          value: id,
          label: <span className={styles.name}>{name}</span>,
        }))}
        onChange={onSpeaker}
      />
    </div>
  )
}

function DemoWords({ onChoose }: { onChoose: (words: string) => void }) {
  return (
    <div className={styles.demo}>
      <span>{t('演示模型听得懂')}</span>
      {demoWords.map((words) => (
        <button key={words} type="button" onClick={() => onChoose(words)}>
          {t(words)}
        </button>
      ))}
    </div>
  )
}
