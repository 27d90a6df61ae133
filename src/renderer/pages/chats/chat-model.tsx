import { Switch } from 'antd'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import { ModelSelect } from '../../forms/model-select.tsx'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { shortModel } from '../../ui/format.ts'
import { Setting } from './setting.tsx'

interface ChatModelProps {
  chatId: number
  view: ChatSettingsView
}

/** Which model answers in this chat, and with what. Every change holds from the next answer on. */
export function ChatModel({ chatId, view }: ChatModelProps) {
  const { values, sources } = view
  const general = useTopic('config', ({ config }) => config.defaults.model) ?? ''
  const save = (path: string, value: string | boolean, said: string) =>
    void editChat(chatId, [{ path: [path], set: value }], said)
  const reset = (path: string) => void editChat(chatId, [{ path: [path], remove: true }])
  return (
    <>
      <Setting
        id="chat-model"
        title={t('模型')}
        source={sources.model ?? 'default'}
        onReset={() => reset('model')}
        help={
          sources.model === 'chat'
            ? t('只影响这个聊天，下一条就生效。全局用的是 {{model}}。', { model: shortModel(general) })
            : t('跟着全局走。在这里选一个，就只影响这个聊天。')
        }
      >
        <ModelSelect
          id="chat-model"
          value={values.model}
          onChange={(model) =>
            save('model', model, t('这个聊天改用 {{model}}', { model: shortModel(model) }))
          }
        />
      </Setting>
      <Setting
        id="chat-tools"
        title={t('工具')}
        source={sources.tools ?? 'default'}
        onReset={() => reset('tools')}
        inline
        help={t('允许模型在这个聊天里调用工具。')}
      >
        <Switch
          id="chat-tools"
          size="small"
          checked={values.tools}
          onChange={(on) => save('tools', on, on ? t('这个聊天可以用工具了') : t('这个聊天不再用工具'))}
        />
      </Setting>
      <Setting
        id="chat-quote"
        title={t('引用原消息')}
        source={sources['reply.quote'] ?? 'default'}
        onReset={() => void editChat(chatId, [{ path: ['reply', 'quote'], remove: true }])}
        inline
        help={t('在群里回答时引用提问的那条消息。')}
      >
        <Switch
          id="chat-quote"
          size="small"
          checked={values.reply.quote}
          onChange={(on) =>
            void editChat(
              chatId,
              [{ path: ['reply', 'quote'], set: on }],
              on ? t('回答时会引用原消息') : t('回答时不再引用原消息'),
            )
          }
        />
      </Setting>
    </>
  )
}
