import {
  AppstoreOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FileTextOutlined,
  HomeOutlined,
  IdcardOutlined,
  MessageOutlined,
  PayCircleOutlined,
  PictureOutlined,
  SafetyOutlined,
  SettingOutlined,
  SmileOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react'

/** Groups of the rail, top to bottom; `foot` stands at the bottom. */
export type RailGroup = 'home' | 'talk' | 'setup' | 'watch' | 'foot'
export const railGroups: readonly RailGroup[] = ['home', 'talk', 'setup', 'watch', 'foot']

export interface Page {
  path: `/${string}`
  /** Chinese key; drawn through `t()`. */
  title: string
  icon: ReactNode
  group: RailGroup
  component: LazyExoticComponent<ComponentType>
  /** `panes` fill the window and scroll inside, without the page's padding. */
  layout: 'page' | 'panes'
}

/** Every page of the panel, in the rail's order. A new page is one entry here. */
export const pages: readonly Page[] = [
  {
    path: '/overview',
    title: '总览',
    icon: <HomeOutlined />,
    group: 'home',
    component: lazy(async () => ({
      default: (await import('../pages/overview/overview-page.tsx')).OverviewPage,
    })),
    layout: 'page',
  },
  {
    path: '/chats',
    title: '聊天',
    icon: <MessageOutlined />,
    group: 'talk',
    component: lazy(async () => ({ default: (await import('../pages/chats/chats-page.tsx')).ChatsPage })),
    layout: 'panes',
  },
  {
    path: '/sandbox',
    title: '试聊',
    icon: <ExperimentOutlined />,
    group: 'talk',
    component: lazy(async () => ({
      default: (await import('../pages/sandbox/sandbox-page.tsx')).SandboxPage,
    })),
    layout: 'panes',
  },
  {
    path: '/characters',
    title: '角色',
    icon: <SmileOutlined />,
    group: 'talk',
    component: lazy(async () => ({
      default: (await import('../pages/characters/characters-page.tsx')).CharactersPage,
    })),
    layout: 'page',
  },
  {
    path: '/pictures',
    title: '图片',
    icon: <PictureOutlined />,
    group: 'talk',
    component: lazy(async () => ({
      default: (await import('../pages/pictures/pictures-page.tsx')).PicturesPage,
    })),
    layout: 'page',
  },
  {
    path: '/models',
    title: '模型',
    icon: <AppstoreOutlined />,
    group: 'setup',
    component: lazy(async () => ({
      default: (await import('../pages/models/models-page.tsx')).ModelsPage,
    })),
    layout: 'page',
  },
  {
    path: '/accounts',
    title: 'QQ 账号',
    icon: <IdcardOutlined />,
    group: 'setup',
    component: lazy(async () => ({
      default: (await import('../pages/accounts/accounts-page.tsx')).AccountsPage,
    })),
    layout: 'page',
  },
  {
    path: '/tools',
    title: '工具',
    icon: <ToolOutlined />,
    group: 'setup',
    component: lazy(async () => ({
      default: (await import('../pages/tools/tools-page.tsx')).ToolsPage,
    })),
    layout: 'page',
  },
  {
    path: '/runtime',
    title: '运行状态',
    icon: <DashboardOutlined />,
    group: 'watch',
    component: lazy(async () => ({
      default: (await import('../pages/runtime/runtime-page.tsx')).RuntimePage,
    })),
    layout: 'page',
  },
  {
    path: '/logs',
    title: '日志',
    icon: <FileTextOutlined />,
    group: 'watch',
    component: lazy(async () => ({
      default: (await import('../pages/logs/logs-page.tsx')).LogsPage,
    })),
    layout: 'page',
  },
  {
    path: '/costs',
    title: '费用',
    icon: <PayCircleOutlined />,
    group: 'watch',
    component: lazy(async () => ({
      default: (await import('../pages/costs/costs-page.tsx')).CostsPage,
    })),
    layout: 'page',
  },
  {
    path: '/access',
    title: '安全与权限',
    icon: <SafetyOutlined />,
    group: 'foot',
    component: lazy(async () => ({
      default: (await import('../pages/access/access-page.tsx')).AccessPage,
    })),
    layout: 'page',
  },
  {
    path: '/settings',
    title: '设置',
    icon: <SettingOutlined />,
    group: 'foot',
    component: lazy(async () => ({
      default: (await import('../pages/settings/settings-page.tsx')).SettingsPage,
    })),
    layout: 'page',
  },
]
