import { useId } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { editCharacter } from '../../live/edit.ts'
import { PromptEditor } from '../../prompts/prompt-editor.tsx'
import { PromptPreviewButton } from '../../prompts/prompt-preview.tsx'
import { restoreOps } from '../../prompts/prompt-restore.ts'
import { PromptVersions } from '../../prompts/prompt-versions.tsx'
import { usePromptDraft } from '../../prompts/use-prompt-draft.ts'
import { Pane } from '../../ui/pane.tsx'
import { chatTitle } from '../chats/chat-rows.ts'

interface PromptPaneProps {
  character: Character
  /** The chat in which it was played last; null when there is none to preview it in. */
  played: ChatRow | null
}

/** Who the character is, in its prompt. */
export function PromptPane({ character: { id, prompt }, played }: PromptPaneProps) {
  const fieldId = useId()
  const scope = `character:${id}`
  const draft = usePromptDraft(scope, prompt)
  const save = () =>
    void editCharacter(id, [{ path: ['prompt'], set: draft.text }], t('提示词已保存，下一条就生效'))
  const restore = async (text: string) => {
    const ops = restoreOps(['prompt'], text, draft.unsaved)
    if (await editCharacter(id, ops, t('已恢复成那一版，下一条就生效'))) draft.type(text)
  }
  return (
    <Pane
      title={t('提示词')}
      actions={
        <>
          {played && (
            <PromptPreviewButton
              size="small"
              chatId={played.id}
              chatTitle={chatTitle(played)}
              unsaved={draft.unsaved === null ? {} : { character: draft.unsaved }}
            />
          )}
          <PromptVersions
            size="small"
            scope={scope}
            current={prompt}
            onRestore={(text) => void restore(text)}
          />
        </>
      }
    >
      <PromptEditor
        id={fieldId}
        label={t('角色的提示词')}
        draft={draft}
        onSave={save}
        lintEmpty
        rows={{ minRows: 12, maxRows: 28 }}
        placeholder={t('它是谁、怎么说话、什么不做。比如：你是小杏，说话简短，像朋友，不用感叹号。')}
      />
    </Pane>
  )
}
