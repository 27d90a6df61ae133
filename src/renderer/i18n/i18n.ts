import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

/** Starts the dictionary. Chinese is the key and the text; other languages add resources. */
export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: 'zh',
    // The dictionary is in the bundle: texts are there before the first drawing.
    initAsync: false,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
}

/** The text in the panel's language: `t('还有 {{n}} 条', { n })`. */
export function t(text: string, values?: Record<string, string | number>): string {
  return values ? i18next.t(text, values) : i18next.t(text)
}
