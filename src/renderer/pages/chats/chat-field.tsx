import { memo, useId } from 'react'
import { type Field, isTyped } from '../../forms/field.ts'
import { FieldControl } from '../../forms/field-control.tsx'
import { savedWords, valueWords } from '../../forms/field-value.ts'
import { useSaving } from '../../forms/use-saving.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat, tryEditChat } from '../../live/edit.ts'
import type { Source } from '../../ui/source-chip.tsx'
import { Setting } from './setting.tsx'

interface ChatFieldProps {
  chatId: number
  field: Field
  value: unknown
  /** Of the levels below the chat. */
  inherited: unknown
  source: Source
  /** The character this chat plays. */
  character: string | undefined
  spot: number | undefined
}

/** One setting of a chat as the schema describes it, saved at once with a way back. */
export const ChatField = memo(
  function ChatField({ chatId, field, value, inherited, source, character, spot }: ChatFieldProps) {
    const id = useId()
    const { path, control } = field
    const { refusal, save } = useSaving((next) =>
      tryEditChat(chatId, [{ path, set: next as never }], savedWords(field, next)),
    )
    return (
      <Setting
        id={id}
        title={t(field.title)}
        source={source}
        character={character}
        resetTo={valueWords(field, inherited)}
        help={t(field.help)}
        // What is typed has its problem right below it.
        problem={isTyped(control) ? null : refusal}
        inline={control.kind === 'switch'}
        spot={spot}
        onReset={() =>
          void editChat(
            chatId,
            [{ path, remove: true }],
            t('「{{title}}」跟着上一级了', { title: t(field.title) }),
          )
        }
      >
        <FieldControl id={id} field={field} value={value} onSave={save} refusal={refusal} fill />
      </Setting>
    )
  },
  (before, after) =>
    before.chatId === after.chatId &&
    before.field === after.field &&
    before.source === after.source &&
    before.character === after.character &&
    before.spot === after.spot &&
    JSON.stringify([before.value, before.inherited]) === JSON.stringify([after.value, after.inherited]),
)
