import { XProvider } from '@ant-design/x'
import zhX from '@ant-design/x/locale/zh_CN'
import { App as AntApp } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { antdTheme } from '../theme/antd-theme.ts'
import { useThemeMode } from '../theme/theme-choice.ts'
import { cx } from '../ui/class-names.ts'
import { ToastHost } from '../ui/toast.tsx'
import styles from './app.module.css'
import { Shell } from './shell.tsx'

const locale = { ...zhCN, ...zhX }
const button = { autoInsertSpace: false }
const tooltip = { arrow: false }
// On the desktop the strip is the title bar: it has to stay in reach.
const drawer = { styles: { root: { top: 'var(--strip)' } } }

export function App() {
  const { i18n } = useTranslation()
  const mode = useThemeMode()
  const theme = useMemo(() => antdTheme(mode), [mode])
  return (
    <XProvider
      key={i18n.language}
      locale={locale}
      theme={theme}
      button={button}
      tooltip={tooltip}
      drawer={drawer}
    >
      <AntApp className={cx(styles.app)} message={{ top: 52, maxCount: 3 }}>
        <ToastHost />
        <Shell />
      </AntApp>
    </XProvider>
  )
}
