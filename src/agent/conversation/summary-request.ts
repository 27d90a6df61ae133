const asks = /总结|概括|概述|归纳|回顾|梳理|小结|综述|评价一下|提炼|要点|summar(?:y|ize|ise)|recap|tl;?dr/i

/** Whether what is asked for is a summary of the conversation: that is in the request, no tool can find it. */
export function asksForSummary(text: string): boolean {
  return asks.test(text.slice(0, 2000))
}

export const summaryHint = '（这次是要总结上面的聊天：只看聊天内容，不用工具，分清是谁说的）'
