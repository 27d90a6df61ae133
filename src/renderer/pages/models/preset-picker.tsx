import { t } from '../../i18n/i18n.ts'
import { type Preset, presets } from './presets.ts'
import styles from './provider-drawer.module.css'

interface PresetPickerProps {
  chosen: Preset | null
  onChoose: (preset: Preset) => void
}

/** The known endpoints as cards; what is free there stands on them. */
export function PresetPicker({ chosen, onChoose }: PresetPickerProps) {
  return (
    <fieldset className={styles.presets}>
      <legend>{t('或选一家')}</legend>
      {presets.map((preset) => (
        <button
          key={preset.id}
          type="button"
          aria-pressed={preset.id === chosen?.id}
          onClick={() => onChoose(preset)}
        >
          {t(preset.title)}
          {preset.free && <small>{t(preset.free)}</small>}
        </button>
      ))}
    </fieldset>
  )
}
