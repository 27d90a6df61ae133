import { Drawer, type DrawerProps } from 'antd'
import { useFocusBack } from './use-focus-back.ts'

/**
 * A drawer that gives the focus back as it begins to close. antd does so once it has closed, and takes it from what
 * somebody went on with meanwhile.
 */
export function SideDrawer({ open = false, ...props }: DrawerProps) {
  useFocusBack(open)
  return <Drawer {...props} open={open} focusable={{ focusTriggerAfterClose: false }} />
}
