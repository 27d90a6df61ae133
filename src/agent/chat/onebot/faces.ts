/** The QQ faces people use most, by id; ends that send the name along do not need this. */
const faces: ReadonlyMap<string, string> = new Map(
  Object.entries({
    0: '惊讶',
    1: '撇嘴',
    2: '色',
    4: '得意',
    5: '流泪',
    9: '大哭',
    12: '调皮',
    13: '呲牙',
    14: '微笑',
    20: '偷笑',
    21: '可爱',
    39: '再见',
    49: '拥抱',
    63: '玫瑰',
    66: '爱心',
    76: '赞',
    101: '坏笑',
    123: 'NO',
    124: 'OK',
    144: '喝彩',
    178: '斜眼笑',
    179: 'doge',
    182: '笑哭',
    201: '点赞',
    212: '托腮',
    264: '捂脸',
    271: '吃瓜',
    277: '汪汪',
    355: '耶',
  }),
)

/** What a QQ face is called, or its id when we do not know. */
export function faceName(id: string): string {
  return faces.get(id) ?? id
}
