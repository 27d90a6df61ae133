import ajuan from '../../../resources/characters/ajuan.json' with { type: 'json' }
import laochui from '../../../resources/characters/laochui.json' with { type: 'json' }
import mia from '../../../resources/characters/mia.json' with { type: 'json' }
import qipao from '../../../resources/characters/qipao.json' with { type: 'json' }
import xiaoxing from '../../../resources/characters/xiaoxing.json' with { type: 'json' }
import zhiliao from '../../../resources/characters/zhiliao.json' with { type: 'json' }
import type { StarterCharacter } from '../../shared/character.ts'

/** The characters that come with the program, in the order in which they are offered. */
export const starters: readonly StarterCharacter[] = [xiaoxing, laochui, qipao, mia, zhiliao, ajuan]
