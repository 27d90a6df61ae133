import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'

/** Copy and paste on the right mouse button, which Electron does not bring along. */
export function showContextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const copy: MenuItemConstructorOptions = { role: 'copy', label: '复制', enabled: editFlags.canCopy }
    if (isEditable) {
      Menu.buildFromTemplate([
        { role: 'cut', label: '剪切', enabled: editFlags.canCut },
        copy,
        { role: 'paste', label: '粘贴', enabled: editFlags.canPaste },
        { type: 'separator' },
        { role: 'selectAll', label: '全选' },
      ]).popup()
    } else if (selectionText.trim() !== '') {
      Menu.buildFromTemplate([copy]).popup()
    }
  })
}
