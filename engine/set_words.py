"""Short messages whose words leave no doubt, in the languages of the encoder: yes, no, leave it out, stop, go back.

Without accents, as `engine.letters` makes them. Languages are parted by bars, entries by commas. A word
that means different things in two languages stands in no table.
"""

from __future__ import annotations

from engine.letters import plain

OUT = "out_of_scope"

_YES = """
yes, yep, yup, yeah, yea, yeh, yh, ye, yah, yas, aye, yess | evet, olur, tabii, tabii ki, tamam | tak, jasne,
oczywiscie, dobrze, pewnie | si, certo, va bene, d accordo | ja, ja hoor, natuurlijk, dat is goed, goed, prima,
doe maar, is goed | نعم, أيوه, ايوا, ايه, اه, ماشي, تمام, طيب, موافق, حسنا, طبعا, اكيد | ja gerne, klar, gerne,
naturlich, ja bitte, einverstanden | oui, ouais, d accord, bien sur, volontiers | si claro, claro, vale, de acuerdo,
por supuesto | sim, pode ser | да, конечно, хорошо, давайте | 是, 是的, 好, 好的, 可以, 行, 好啊, 嗯 | はい, ええ,
うん, いいですよ | 네, 예, 응, 좋아요 | ใช่, ค่ะ, ครับ, ได้, ตกลง
"""
_NO = """
no, nope, nah, noo, nop, na, nay, naw | hayir, yok, istemiyorum, olmaz, hayir olmaz, istemem | nie, raczej nie,
nie chce, wole nie, lepiej nie, nie trzeba | no no, preferisco di no, meglio di no, non voglio, direi di no | nee,
nee hoor, liever niet, doe maar niet, niet nodig, nee liever niet | لا, كلا, لأ, لا أريد, ما بدي, مش عايز | nein,
nein danke, nee danke, lieber nicht, nicht notig | non, je ne veux pas, plutot non | prefiero que no, no quiero,
mejor no | nao, nao quero, melhor nao, prefiro nao | нет, не надо, не хочу, не нужно, лучше не надо | 不, 不要,
不用, 不是, 不用了, 不了, 没有, 算了 | いいえ, いや, やめておきます, 結構です, いりません | 아니요, 아뇨, 아니,
아니오, 됐어요, 아뇨 됐어요, 싫어요 | ไม่, ไม่ใช่, ไม่เอา, ไม่ต้องการ
"""
_UNSURE = """
dunno, i dunno, dno, duno, dunnow, idk, idno, i dont know, i don t know, dont know, dont no, don t know, no idea,
no clue, maybe, mabye, mayb, perhaps, hmm, not really sure | bilmiyorum, belki, emin degilim | nie wiem, moze,
nie jestem pewien, nie jestem pewna | non lo so, non so, forse, boh, non sono sicuro, non sono sicura |
weet ik niet, ik weet het niet, geen idee, misschien | لا أعرف, ما بعرف, مش عارف, مش عارفة, لا أدري, ربما, يمكن |
weiss nicht, ich weiss nicht, weiß nicht, ich weiß nicht, vielleicht, keine ahnung | je ne sais pas, je sais pas,
peut etre | no se, no lo se, quizas, quiza, tal vez | nao sei, talvez | не знаю, может быть | 不知道, 也许, 不确定 |
わからない, わかりません, 分かりません, 多分 | 모르겠어요, 몰라요, 글쎄요 | ไม่รู้, ไม่แน่ใจ
"""
_SKIP = """
skp, skipp, skip it, nxt question | atla, gec, gecelim, bu soruyu gec, cevap vermek istemiyorum | pomin, pomijam,
nastepne pytanie, nie chce odpowiadac, wole nie mowic, wole nie odpowiadac | salta, saltiamo, saltare, passo,
preferisco non rispondere, preferisco non dirlo | overslaan, sla over, volgende vraag, zeg ik liever niet,
geen antwoord | تخطي, تخطى, السؤال التالي, لا أريد الإجابة, ما بدي جاوب, أفضل عدم الإجابة | uberspringen,
nachste frage, keine angabe, mochte ich nicht sagen | passer, question suivante, je prefere ne pas repondre |
saltar, siguiente pregunta, prefiero no decirlo, prefiero no responder | pular, proxima pergunta, prefiro nao dizer,
prefiro nao responder | пропустить, не хочу отвечать | 跳过, 下一题, 不想说, 不想回答 | スキップ, 答えたくない,
答えたくありません | 건너뛰기, 패스, 대답하기 싫어요 | ข้าม, ไม่อยากตอบ
"""
_STOP = """
stp, stopp | dur, durdur, birak | przestan, koniec | basta, fermati, smettila | stoppen, hou op, ophouden | توقف,
قف | aufhoren, halt, schluss | arrete, arretez, arreter, ca suffit | para, parar, ya basta, detente | pare | стоп,
хватит | 停, 停止 | やめて, ストップ, 止めて | 그만, 그만해, 멈춰 | หยุด, พอแล้ว
"""
_BACK = """
go bak, bk | geri, geri don, geri git, onceki soru | wstecz, cofnij, wroc, poprzednie pytanie | indietro,
torna indietro, domanda precedente | terug, ga terug, vorige vraag | رجوع, ارجع, السؤال السابق | zuruck,
vorherige frage | retour, question precedente | atras, volver, pregunta anterior | voltar, volta,
pergunta anterior | назад | 返回, 上一题 | 戻る, 前の質問 | 뒤로, 이전 질문 | ย้อนกลับ
"""
_NEVER = """
asla, hic, hicbir zaman | nigdy, wcale, przenigdy | mai, no mai, non mai, mai mai | nooit, nooit hoor,
helemaal nooit | أبدا, مطلقا, ولا مرة | niemals | jamais | nunca, jamas | никогда | 从不, 从来没有, 从没有, 從不 |
全くない, まったくない, 一度もない | 전혀, 전혀 없어요 | ไม่เคย, ไม่เคยเลย
"""
_HARDLY = """
neredeyse hic, hemen hemen hic, nadir, nadiren, cok nadir | prawie nigdy, rzadko, rzadko kiedy, bardzo rzadko,
nieczesto, nie czesto | quasi mai, raramente, di rado, poche volte, non spesso | bijna nooit, zelden, niet vaak,
nauwelijks, haast nooit | نادرا, نادرا ما, مش كتير, ليس كثيرا | fast nie, selten, kaum, nicht oft | presque jamais,
rarement, pas souvent | casi nunca, rara vez, pocas veces | quase nunca, poucas vezes | редко, почти никогда,
не часто, нечасто | 不常, 不经常, 很少, 几乎从不 | あまりない | 별로 없어요, 거의 없어요 | ไม่บ่อย
"""
_SOMETIMES = """
bazen, ara sira, arada sirada, arada bir, zaman zaman, kimi zaman | czasem, czasami, od czasu do czasu, niekiedy,
raz na jakis czas | a volte, alle volte, ogni tanto, qualche volta, di tanto in tanto, talvolta | soms, af en toe,
nu en dan, zo nu en dan | أحيانا, بعض الأحيان, بعض الوقت, مرات, من وقت لآخر | manchmal, ab und zu, ab und zu mal,
hin und wieder | parfois, quelquefois, de temps en temps, des fois | a veces, algunas veces, de vez en cuando |
as vezes, de vez em quando, algumas vezes | иногда, иногда бывает, порой | 有时, 有时候, 偶尔 | 時々, ときどき |
가끔, 때때로 | บางครั้ง
"""
_OFTEN = """
sik, sikca, sik sik, cok sik, genelde, genellikle, cogu zaman, cogunlukla | czesto, bardzo czesto, przewaznie |
spesso, molto spesso, spessissimo, molte volte | vaak, heel vaak, dikwijls, regelmatig, meestal | غالبا, كثيرا,
كتير, كثيرا جدا, معظم الوقت | oft, haufig, haeufig, sehr oft, meistens | souvent, tres souvent, frequemment,
la plupart du temps | a menudo, muchas veces, con frecuencia, frecuentemente | muitas vezes, frequentemente,
com frequencia | часто, очень часто | 经常, 常常 | よくある | 자주 | บ่อย, บ่อยมาก
"""
_ALWAYS = """
her zaman, surekli, hep, daima | zawsze, caly czas, ciagle, bez przerwy | sempre, tutto il tempo, di continuo |
altijd, de hele tijd, voortdurend | دائما, دايما, طول الوقت, على طول, باستمرار | immer, standig, dauernd | toujours,
tout le temps | siempre, todo el tiempo | o tempo todo | всегда, постоянно | 总是, 一直 | いつも | 항상, 언제나 |
ตลอด, ตลอดเวลา, เสมอ
"""


def _words(table: str) -> frozenset[str]:
    return frozenset(plain(entry) for entry in table.replace("|", ",").split(","))


ANYWHERE = {"skip": _words(_SKIP), "stop": _words(_STOP), "go_back": _words(_BACK)}
YES_OR_NO = {"affirm": _words(_YES), "deny": _words(_NO), OUT: _words(_UNSURE)}
HOW_OFTEN = {
    "answer/never": _words(_NEVER),
    "answer/hardly_ever": _words(_HARDLY),
    "answer/some_of_the_time": _words(_SOMETIMES),
    "answer/often": _words(_OFTEN),
    "answer/always": _words(_ALWAYS),
    OUT: _words(_UNSURE),
}
