/** The two ways to write a tool file. */
export type ToolTemplate = 'functions' | 'definition'

const functions = `// 每个导出的 async 函数就是一个工具。上面的注释是写给模型看的：什么时候用、参数是什么。
// 存盘后马上生效，不用重启。这里的代码什么都能做，只放信得过的。
//
// 风险 @risk：green 只看不动，谁都能用；yellow 会上网；red 会改东西。不写就是 red，只有主人能用。
// 也可以写 @timeout 10（最多几秒）、@retries 2（出错后再试几次）、@parallel no（不和别的工具同时跑）。
// 名字以 _ 开头的函数不是工具。
// 返回文字，或者任何能变成 JSON 的东西；图片写成 { text, pictures: [图片的字节、base64 或 data: 网址] }，最多 8 张。

/**
 * 掷骰子。有人要掷骰子、比大小、随机决定时用。
 *
 * @title 掷骰子
 * @risk green
 * @param {int} [sides=6] 骰子有几面
 * @param {int} [count=1] 掷几个，最多 20 个
 * @returns 每个骰子的点数和总和
 */
export async function roll(sides = 6, count = 1) {
  const dice = Array.from({ length: _clamp(count, 1, 20) }, () => 1 + Math.floor(Math.random() * _clamp(sides, 2, 1000)))
  return \`\${dice.join('、')}，一共 \${dice.reduce((sum, one) => sum + one, 0)}\`
}

/**
 * 记一件要做的事。有人说「帮我记一下」时用。
 *
 * @title 记待办
 * @risk green
 * @timeout 10
 * @param {string} text 要做什么
 */
export async function todo_add(text, chat_id, context) {
  // chat_id、session_id 和 context 由程序填好，模型看不到，也改不了。
  // context.store 按聊天分开记，重启后还在。马上发：await context.send(文字)、sendPicture(图片)、sendFile(名字, 内容)。
  // 问对方：await context.ask('几点？', { choices: ['早上', '晚上'], minutes: 5 })，不想回答或者没等到是 null。
  const list = (await context.store.get('todo')) ?? []
  await context.store.set('todo', [...list, text].slice(-50))
  context.log(\`\${chat_id} 记下了：\${text}\`)
  return \`记下了，现在有 \${Math.min(50, list.length + 1)} 件\`
}

/**
 * 看这个聊天里记了哪些要做的事。
 *
 * @title 看待办
 * @risk green
 */
export async function todo_list(context) {
  const list = (await context.store.get('todo')) ?? []
  return list.length === 0 ? '一件也没有' : list.map((text, index) => \`\${index + 1}. \${text}\`).join('\\n')
}

function _clamp(value, least, most) {
  return Math.min(most, Math.max(least, Math.round(value)))
}
`

const definition = `// 导出定义：比函数写法啰嗦一些，但参数的格式（JSON Schema）可以写得很细。
// 存盘后马上生效，不用重启。这里的代码什么都能做，只放信得过的。

// 可选：这个文件的设置。面板上会多出一张表单，填的值在 context.settings 里。
// 密码、Key 写 format: 'password'，会存进密钥库。
export const settings = {
  type: 'object',
  properties: {
    most: { type: 'integer', title: '最多记几件', default: 50, minimum: 1, maximum: 200 },
  },
}

export default [
  {
    name: 'dice_roll', // 字母、数字、下划线、短横线；模型用它来叫这个工具
    title: '掷骰子', // 面板上显示
    description: '掷骰子，返回每个骰子的点数。有人要掷骰子、随机决定时用。',
    risk: 'green', // green 只看不动；yellow 会上网；red 会改东西（不写就是 red，只有主人能用）
    timeoutSeconds: 5, // 可选
    retries: 0, // 可选：出错后再试几次
    parallel: true, // 可选：能不能和别的工具同时跑
    parameters: {
      type: 'object',
      properties: {
        sides: { type: 'integer', description: '骰子有几面', minimum: 2, maximum: 1000, default: 6 },
        count: { type: 'integer', description: '掷几个', minimum: 1, maximum: 20, default: 1 },
      },
    },
    run({ sides = 6, count = 1 }) {
      // 返回文字，或者任何能变成 JSON 的东西；图片写成 { text, pictures: [图片的字节、base64 或 data: 网址] }，最多 8 张。
      return Array.from({ length: count }, () => 1 + Math.floor(Math.random() * sides))
    },
  },
  {
    name: 'todo_note',
    title: '待办',
    description: '记一件要做的事，或者看、清空已经记下的。',
    risk: 'green',
    parallel: false,
    parameters: {
      type: 'object',
      properties: {
        action: { type: 'string', enum: ['add', 'list', 'clear'], description: '记、看、清空' },
        text: { type: 'string', description: 'add 的时候：要做什么' },
      },
      required: ['action'],
    },
    // context 里有：chatId sessionId senderId senderName role settings signal log() store
    // 马上发：await context.send(文字)、sendPicture(图片，最多 10 MB)、sendFile(名字, 文字或字节，最多 15 MB)。
    // 问对方：await context.ask('几点？', { choices: ['早上', '晚上'], minutes: 5 })，等的时间不算在时限里。
    // 没有 choices 时可以写 kind：text、number 或 yes_no。不想回答或者没等到是 null。
    async run({ action, text = '' }, context) {
      const list = (await context.store.get('todo')) ?? []
      if (action === 'clear') {
        await context.store.delete('todo')
        return '清空了'
      }
      if (action === 'list') return list.length === 0 ? '一件也没有' : list.join('\\n')
      if (text === '') throw new Error('要记什么？把内容放在 text 里')
      if (list.length >= context.settings.most) throw new Error('记满了，先清空')
      await context.store.set('todo', [...list, \`\${context.senderName}：\${text}\`])
      return '记下了'
    },
  },
]
`

/** Examples that work as they are. */
export const toolTemplates: Readonly<Record<ToolTemplate, string>> = { functions, definition }
