import { Select } from 'antd'
import type { Character } from '../../../shared/character.ts'
import type { Config } from '../../../shared/config.ts'
import { valueAt } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'
import { editCharacter } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Pane } from '../../ui/pane.tsx'
import { freeFields, setFields, setInLayer } from './layer.ts'
import styles from './layer-pane.module.css'
import { LayerRow } from './layer-row.tsx'

const selectDefaults = ({ config }: { config: Config }) => config.defaults

/** What else a character decides wherever it is played; a chat's own value still wins. */
export function LayerPane({ character }: { character: Character }) {
  const set = setFields(character.settings)
  return (
    <Pane title={t('它带着的设置')} count={set.length === 0 ? undefined : set.length} flush>
      <p className={styles.about}>{t('扮演它的聊天都照这里的来；聊天自己改过的不受影响。')}</p>
      {set.map((field) => (
        <LayerRow key={field.path.join('.')} character={character} field={field} />
      ))}
      <AddField character={character} />
    </Pane>
  )
}

/** Begins with the value for all: adding a setting changes nothing yet. */
function AddField({ character }: { character: Character }) {
  const defaults = useTopic('config', selectDefaults)
  const groups = freeFields(character.settings)
  const add = (path: string) => {
    const field = groups.flatMap((group) => group.fields).find((one) => one.path.join('.') === path)
    if (!field || !defaults) return
    void editCharacter(
      character.id,
      [setInLayer(field, valueAt(defaults, field.path))],
      t('「{{title}}」由角色决定了', { title: t(field.title) }),
    )
  }
  return (
    <div className={styles.add}>
      <Select
        style={{ width: '100%' }}
        aria-label={t('加一项设置')}
        placeholder={t('加一项设置')}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        options={groups.map((group) => ({
          label: t(group.title),
          options: group.fields.map((field) => ({ value: field.path.join('.'), label: t(field.title) })),
        }))}
        onChange={(path: string | null) => path !== null && add(path)}
      />
    </div>
  )
}
