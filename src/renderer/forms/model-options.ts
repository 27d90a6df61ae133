import type { Config } from '../../shared/config.ts'
import { demoModel } from '../app/model-names.ts'
import { t } from '../i18n/i18n.ts'
import { shortModel } from '../ui/format.ts'

export interface ModelGroup {
  label: string
  options: { value: string; label: string }[]
}

/**
 * The models that can be chosen now, by provider, the demo last.
 * @param vision only those that see pictures.
 */
export function modelGroups(providers: Config['providers'], vision = false): ModelGroup[] {
  const own = providers
    .filter((provider) => provider.enabled)
    .map((provider) => ({
      label: provider.title || provider.id,
      options: provider.models
        .filter((model) => !vision || model.vision)
        .map(({ name }) => ({ value: `${provider.id}/${name}`, label: name })),
    }))
    .filter(({ options }) => options.length > 0)
  if (vision) return own
  return [...own, { label: t('演示'), options: [{ value: demoModel, label: shortModel(demoModel) }] }]
}

/** The groups without what is in a list already; groups that have nothing left are left out. */
export function groupsWithout(groups: readonly ModelGroup[], names: readonly string[]): ModelGroup[] {
  return groups
    .map(({ label, options }) => ({ label, options: options.filter(({ value }) => !names.includes(value)) }))
    .filter(({ options }) => options.length > 0)
}

export function isOffered(groups: readonly ModelGroup[], name: string): boolean {
  return groups.some(({ options }) => options.some(({ value }) => value === name))
}
