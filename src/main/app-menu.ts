import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The menu of macOS; elsewhere it is not drawn, but its keys (zoom, reload) work. */
export function setAppMenu(): void {
  const program: MenuItemConstructorOptions[] = [
    {
      label: '杏桃',
      submenu: [
        { role: 'about', label: '关于杏桃' },
        { type: 'separator' },
        { role: 'hide', label: '隐藏杏桃' },
        { role: 'hideOthers', label: '隐藏其他' },
        { type: 'separator' },
        { role: 'quit', label: '退出杏桃' },
      ],
    },
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? program : []),
      {
        label: '编辑',
        submenu: [
          { role: 'undo', label: '撤销' },
          { role: 'redo', label: '重做' },
          { type: 'separator' },
          { role: 'cut', label: '剪切' },
          { role: 'copy', label: '复制' },
          { role: 'paste', label: '粘贴' },
          { role: 'selectAll', label: '全选' },
        ],
      },
      {
        label: '显示',
        submenu: [
          { role: 'reload', label: '重新载入面板' },
          { role: 'zoomIn', label: '放大' },
          { role: 'zoomOut', label: '缩小' },
          { role: 'resetZoom', label: '实际大小' },
        ],
      },
      {
        label: '窗口',
        submenu: [
          { role: 'minimize', label: '最小化' },
          { role: 'close', label: '关闭' },
        ],
      },
    ]),
  )
}
