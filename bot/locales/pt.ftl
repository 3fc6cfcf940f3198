### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Envie uma foto, e eu procuro a imagem na coleção, mesmo cortada, espelhada, com legenda ou fotografada de uma página. Uma imagem como arquivo, uma figurinha, um álbum, um GIF ou um vídeo também servem.

    <b>Em um grupo</b>
    /find ou o meu nome, em resposta a uma foto ou como legenda. De um álbum, eu só vejo essa foto, a não ser que eu seja admin ou que o modo de privacidade esteja desativado.
    O meu nome me chama também onde eu não sou membro.
    /settings, para os admins dele: o que eu faço lá, por exemplo ficar de olho em repostagens.

    <b>E também</b>
    /compare como legenda de uma foto, em resposta a outra: são a mesma imagem?
    /watch em resposta a uma imagem, na nossa conversa privada: eu aviso quando ela for postada em um grupo em que nós dois estamos e que eu acompanho.
    /language: eu falo o seu idioma. /privacy: o que eu guardo. /forget: eu esqueço você.
looking = Procurando…
failed = Algo deu errado por aqui. Tente de novo, por favor.
refusal =
    Este bot só responde a quem os admins dele autorizaram. O seu ID, para passar a eles: <code>{ $id }</code>
only-admins = Só os admins do bot podem fazer isso.
only-editors = Só os admins do bot e os editores dele podem fazer isso.
no-pictures = Ainda não há imagens na coleção. Um admin pode indexá-las com /reindex.
enough = São muitas fotos de uma vez. Eu olho no máximo { $most } por minuto; envie o resto mais tarde, por favor.

## What came in

error-NotAPhoto = Eu só olho imagens. Envie uma foto, uma imagem como arquivo ou uma figurinha.
error-TooBig = Este arquivo é grande demais: o Telegram me dá arquivos de até 20 MB. Envie como foto.
error-TooBig-clip = Este clipe é grande demais: o Telegram me dá arquivos de até 20 MB. Envie um mais curto, ou uma imagem dele.
find-what = Responda a uma foto com /find, ou envie uma foto com /find como legenda.
guest-what = Responda a uma foto com o meu nome, ou envie uma foto com o meu nome como legenda.
compare-what = Envie uma foto com /compare como legenda, em resposta a outra foto; ou duas como álbum.
preview = Isso se mexe, então olhei só a prévia.

## The answer

same = Encontrei.
maybe = Talvez seja esta; não tenho certeza.
same-at = Encontrei, aos { $at } do clipe.
maybe-at = Talvez esta, aos { $at } do clipe; não tenho certeza.
none = Esta foto não está na coleção.
plain = Esta foto tem poucos detalhes para avaliar. Envie uma que mostre mais.
same-brief = Encontrei:
maybe-brief = Talvez:
same-brief-at = Encontrada, aos { $at } do clipe:
maybe-brief-at = Talvez, aos { $at } do clipe:
row = { $said }, { $item }
and-more = e mais { $count }
comparison-same = É a mesma imagem.
comparison-maybe = Talvez seja a mesma; não tenho certeza.
comparison-none = Não é a mesma imagem.
comparison-plain = Uma das duas tem poucos detalhes para avaliar.
comparison-yours = A sua é a outra foto{ $done }
proven = À esquerda, a sua foto; à direita, o que ela mostra. Em verde, onde ela se encaixa; as linhas ligam o que coincide.
blinking = A sua foto e a imagem, sobrepostas; depois, onde elas diferem: quanto mais claro, maior a diferença.
no-proof = Não consigo mais mostrar isso: a foto ou a imagem não existe mais, ou a resposta agora é outra.
gone = Esta imagem não está mais na coleção.
original-too-big = Este arquivo passa dos 50 MB que o Telegram me deixa enviar.
nothing-more = Não há mais nada parecido na coleção.
more = Depois vêm:
refused = Não vou mais mostrar <b>{ $name }</b> para esta foto aqui.
thanks = Obrigado, aprendo com isso.
accepted = <b>{ $name }</b> pode voltar a aparecer para esta foto.
why =
    <b>Por quê</b>
    Pontos posicionados como na imagem: { $inliers }; detalhes da imagem encontrados: { $share } %; força da prova: { $evidence }, a certeza começa em { $same }.
    decodificação { $decode } ms, pontos-chave { $extract } ms, busca { $search } ms, geometria { $verify } ms
why-nothing =
    <b>Por quê</b>
    Nada na coleção se parece com ela.
    decodificação { $decode } ms, pontos-chave { $extract } ms, busca { $search } ms, geometria { $verify } ms
why-article =
    <b>Por quê</b>
    A mais próxima pelo cosseno do artigo, { $value }, que não distingue o igual do parecido.
    decodificação { $decode } ms, vetor { $extract } ms, matriz { $search } ms

## Groups that are watched

seen-same-once = 👀 Já vista: { $name }, { $when }.
seen-same-often = 👀 Já vista: primeiro { $name }, { $when }; por último { $last }, { $again }.
seen-maybe-once = 👀 Talvez já vista: { $name }, { $when }.
seen-maybe-often = 👀 Talvez já vista: primeiro { $name }, { $when }; por último { $last }, { $again }.
somebody = alguém
ago = há { $time }
days-ago =
    { $count ->
        [one] há { $count } dia
       *[other] há { $count } dias
    }
times =
    { $count ->
        [one] { $count } vez
       *[other] { $count } vezes
    }
top-nobody = Nos últimos 30 dias, ninguém repostou nada que eu tenha visto.
top-off = Eu não fico de olho em repostagens neste grupo. Os admins dele ativam isso com /settings.
top-people = Quem mais repostou nos últimos 30 dias
top-pictures = O que mais foi repostado
this-picture = esta imagem
ignore-what = Responda a uma foto com /ignore, e eu não aviso mais sobre essa imagem aqui.
ignored = Não aviso mais sobre esta imagem aqui. Outro /ignore desfaz isso.
unignored = Volto a avisar sobre esta imagem.
opted-out = Agora eu deixo as suas fotos em paz em todos os grupos, e o que eu tinha guardado delas foi apagado. /optin desfaz isso.
opted-in = Volto a acompanhar as suas fotos, onde os admins de um grupo quiserem isso.
opt-yourself = Envie isso em seu próprio nome, por favor.
in-groups-only = Isso é para grupos.
watch-blind = Ainda não vejo todas as mensagens aqui. Faça de mim um admin deste grupo, ou desative o modo de privacidade no @BotFather (/setprivacy) e me adicione de novo.
welcome =
    Olá. Eu descubro a que imagem da nossa coleção uma foto corresponde, e posso ficar de olho em repostagens.
    O que devo fazer neste grupo? Os admins dele escolhem; com /settings há mais.
welcome-asked = Eu respondo aqui quando me perguntam: /find ou o meu nome, em resposta a uma foto.
welcome-watch = Eu fico de olho em repostagens aqui, com uma linha silenciosa para cada uma, e respondo quando me perguntam. Com /settings há mais.
welcome-off = Aqui eu só respondo aos admins deste grupo. Com /settings isso muda.
settings-in-groups = Isso é para grupos: envie /settings lá.
settings = <b>O que eu faço neste grupo</b>
set-answers = Se perguntam com /find ou com o meu nome:
set-answers-asked = respondo a todos
set-answers-never = só aos admins
set-watch = Repostagens de fotos:
set-watch-off = deixo em paz
set-watch-on = aviso sobre elas
set-remark = Com quanto barulho:
set-remark-line = uma linha silenciosa
set-remark-reaction = uma reação
set-sure = Quanta certeza preciso ter:
set-sure-same = certeza
set-sure-maybe = basta um talvez
set-days = Por quanto tempo guardo o que vi:
set-days-30 = 30 dias
set-days-7 = 7 dias
set-days-90 = 90 dias
set-days-365 = um ano
watch-privately = Envie isso na nossa conversa privada. Em um grupo, os admins dele escolhem com /settings se eu o acompanho.
watch-what = Responda a uma imagem com /watch, ou envie uma com /watch como legenda.
watching = Eu acompanho esta imagem: quando ela, ou uma parte dela, for postada em um grupo em que nós dois estamos e que eu acompanho, eu aviso você. /watches mostra todas.
watch-enough = Não posso acompanhar mais imagens para você; o máximo é { $most }. Pare uma com /watches.
watch-none = Não acompanho nenhuma imagem para você.
watch-one = Acompanho esta imagem para você. Você pediu { $when }.
watch-stopped = Não a acompanho mais.
watch-seen = Eu vi esta imagem em { $chat }.

## Buttons

button-asked = Responder se perguntarem
button-watch = Acompanhar em silêncio
button-off = Desativado
button-shelves = Prateleiras…
button-languages = Idioma…
button-unwatch = Parar
button-proof = Prova
button-proof-of = Prova { $number }
button-blink = Sobrepor
button-original = Arquivo original
button-right = Certo
button-wrong = Não é a mesma
button-undo = Desfazer
button-more = Mais
button-why = Por quê
button-nearest = Ver as mais parecidas
button-pictures = Ver as imagens
button-cancel = Cancelar
button-start = Iniciar
button-keep-best = Manter a melhor
button-keep-all = Manter todas
button-next = Próximo
button-stop = Parar
not-yours = Este botão é de outra pessoa.
too-old = Este botão é antigo demais. Peça de novo.

## What was done to a picture

done-cropped = cortada para { $share } %
done-mirrored = espelhada
done-flipped = virada verticalmente
done-turned-180 = girada em 180°
done-turned-right = girada em { $degrees }° para a direita
done-turned-left = girada em { $degrees }° para a esquerda
done-angle = fotografada em ângulo
done-wider = esticada: { $share } % mais larga
done-taller = esticada: { $share } % mais alta
done-size = { $share } % do tamanho
done-fills = ocupa { $share } % da foto
done-added = algo adicionado: { $where }
done-inside = dentro de algo maior
done-inside-on = dentro de algo maior, em { $share } % dele
done-caption = legenda adicionada: { $where }
done-border = borda adicionada
done-border-white = borda branca adicionada
done-border-black = borda preta adicionada
done-bars = faixa adicionada: { $where }
done-bars-white = faixa branca adicionada: { $where }
done-bars-black = faixa preta adicionada: { $where }
done-pixelated = pixelada
done-compressed = muito comprimida
done-inverted = cores invertidas
done-gray = passada para preto e branco
done-colours = cores alteradas
done-colourful = mais colorida
done-paler = mais pálida
done-brighter = mais clara
done-darker = mais escura
done-more-contrast = mais contraste
done-less-contrast = menos contraste
done-blurred = desfocada
done-noisy = com ruído
done-text = texto por cima
done-text-at = texto por cima: { $where }
done-covered = { $share } % encoberta
done-covered-at = { $share } % encoberta: { $where }
at-top = em cima
at-bottom = embaixo
at-left = à esquerda
at-right = à direita
at-middle = no meio

## What the library refuses

error-NotAnImage = Isto não é uma imagem. Envie um JPEG, PNG ou WebP.
error-UnsupportedFormat = Não consigo ler o formato { $name } aqui. Envie a imagem como JPEG ou PNG.
error-TooLarge = Esta imagem é grande demais ({ $size }; no máximo { $limit }). Envie uma menor.
error-TooNarrow = Esta imagem é estreita demais ({ $size }) para se ver algo nela. Envie outra.
error-Damaged = Esta imagem está danificada e não pode ser lida. Envie outra cópia.
error-TooLarge-clip = Este clipe é grande demais ({ $size }; no máximo { $limit }). Envie um menor.
error-Damaged-clip = Este clipe está danificado e não pode ser lido. Envie outra cópia.
error-NoPicture = Não há neste clipe nenhuma imagem que possa ser lida aqui. Envie-o como MP4.
error-Moving = Isto é um clipe, não uma imagem. Envie uma imagem dele em JPEG ou PNG.
error-BadName = Uma imagem não pode ter este nome: { $reason }.
error-NameTaken = Já existe uma imagem chamada { $name }.
error-NamedByFile = { $name } tem o nome do próprio arquivo. Renomeie o arquivo e depois use /reindex.
error-BadNote = Não é possível guardar esta legenda ou estas tags: { $reason }.
error-UnknownName = Não existe nenhuma imagem chamada { $name }.
error-TooPlain = { $name } tem poucos detalhes para ser encontrada de novo, por isso não foi adicionada.
error-NoDecoder = Não consigo olhar nenhuma imagem agora ({ $reason }). Tente mais tarde.
error-QueueAway = A fila dos workers em { $where } não pode ser usada: { $reason }. O que foi feito fica; /reindex continua daí.

## Admins

add-what = Responda a uma foto com /add NAME #TAG, ou envie uma foto ou um álbum com isso como legenda. O nome e as tags podem ser omitidos.
adding = Adicionando…
added-alone = Há mais fotos nesse álbum, e eu só vejo aquela a que você respondeu. Para adicionar todas, envie o álbum com /add como legenda.
added-all =
    { $count ->
        [one] Adicionadas: { $done } de { $all }. A coleção tem { $count } imagem.
       *[other] Adicionadas: { $done } de { $all }. A coleção tem { $count } imagens.
    }
added =
    { $count ->
        [one] <b>{ $name }</b> foi adicionada. A coleção tem { $count } imagem.
       *[other] <b>{ $name }</b> foi adicionada. A coleção tem { $count } imagens.
    }
remove-what = Qual? Escreva /remove NAME, ou /remove em resposta a uma imagem que eu enviei.
rename-what = Qual, e com que nome? Escreva /rename OLD -> NEW, ou /rename NEW em resposta a uma imagem que eu enviei.
renamed = <b>{ $old }</b> agora se chama <b>{ $name }</b>.
undo-nothing = Não há nada seu que eu possa desfazer. Eu lembro as últimas cem mudanças, por uma semana.
undo-nothing-at-all = Não há nada que eu possa desfazer. Eu lembro as últimas cem mudanças, por uma semana.
undone-add = Desfeito: <b>{ $name }</b> não está mais na coleção.
undone-remove = Desfeito: <b>{ $name }</b> está de novo na coleção.
undone-rename = Desfeito: <b>{ $name }</b> volta a se chamar <b>{ $old }</b>.
undone-note = Desfeito: o que está escrito sobre <b>{ $name }</b> voltou a ser como antes.
removed = <b>{ $name }</b> foi removida.
removed-stays = <b>{ $name }</b> foi removida. O arquivo ainda está na pasta: apague-o lá também, ou o /reindex vai trazê-la de volta.
unknown = Não existe nenhuma imagem chamada <b>{ $name }</b>.
duplicates =
    { $count ->
        [one] Há { $count } grupo de imagens que são a mesma, de { $all } no total.
       *[other] Há { $count } grupos de imagens que são a mesma, de { $all } no total.
    }
duplicates-none = Entre as imagens ({ $all } no total), não há duas que sejam a mesma, fora as que você quis manter.
duplicates-group = A mesma imagem, { $number } de { $count }; a primeira é a melhor:
duplicates-more = mostra mais que a primeira
duplicates-best = Mantida: <b>{ $name }</b>, removidas: { $names }.
duplicates-left = As outras não são mais o que eram, por isso ficam ao lado de { $name }.
duplicates-stay = Ainda há arquivos na pasta: apague-os, ou o /reindex vai trazê-las de volta.
duplicates-all = Todas mantidas: { $names }. Não vou mais perguntar sobre elas.
duplicates-next = Deixadas como estão: { $names }.
duplicates-stopped = Parei; o resto está como estava.
duplicates-over = Esse era o último grupo.
barred = <b>{ $name }</b> está em uma prateleira que só os admins do bot mudam.
editor-whom = Quem? Escreva um ID, como em /editor 12345, ou responda a alguém. Com off no fim, a pessoa deixa de ser editora.
editor-on = <code>{ $id }</code> pode adicionar, renomear e remover imagens: as da prateleira <code>uploads</code> e, em um grupo, as desse grupo.
editor-off = <code>{ $id }</code> não pode mudar imagens.
whom = Quem? Escreva um ID, como em /allow 12345, ou responda a alguém.
may-use = <code>{ $id }</code> pode usar o bot.
may-not-use = <code>{ $id }</code> não pode usar o bot.
no-ban = <code>{ $id }</code> é de um dos admins do bot, que ninguém pode banir.
all-may = (No momento, todos podem: ACCESS=open.)
indexing = Indexando…
indexing-counts = { $done } de { $total }, { $rate } por segundo
indexing-left = tempo restante: { $time }
indexing-waiting = Nenhum worker respondeu há { $time }
cancelling = Parando…
reindex-what = Escreva /reindex, ou /reindex check para só saber o que seria feito.
reindex-failed = A indexação falhou; o que foi feito está guardado. Veja o log e tente de novo.
reindex-running = Já há uma indexação em andamento.
reindex-drastic =
    { $count ->
        [one] O arquivo de { $count } de { $all } imagens sumiu; a indexação a removeria. A pasta está completa?
       *[other] Os arquivos de { $count } de { $all } imagens sumiram; a indexação as removeria. A pasta está completa?
    }
comparing = Comparando…
difference = <b>O que uma indexação faria</b>
difference-none = <b>Uma indexação não mudaria nada.</b>
difference-added = a adicionar ({ $count })
difference-changed = a olhar de novo ({ $count })
difference-gone = a remover ({ $count })
difference-broken = ilegíveis ({ $count })
difference-unchanged = sem mudança: { $count }
unreadable-none = Cada arquivo da pasta é uma imagem que pode ser encontrada.
unreadable =
    { $count ->
        [one] Não foi possível indexar { $count } arquivo:
       *[other] Não foi possível indexar { $count } arquivos:
    }
unreadable-plain = poucos detalhes
indexed = Pronto.
indexed-stopped = Parei; o que foi feito está guardado.
indexed-counts =
    { $pictures ->
        [one] { $pictures } imagem na coleção
       *[other] { $pictures } imagens na coleção
    }
    adicionadas: { $added }
    alteradas: { $changed }
    removidas: { $removed }
    sem mudança: { $unchanged }
    ilegíveis: { $unreadable }
    com poucos detalhes: { $plain }
stats =
    { $pictures ->
        [one] <b>{ $pictures } imagem</b>, descritores: { $descriptors }
       *[other] <b>{ $pictures } imagens</b>, descritores: { $descriptors }
    }
    ilegíveis: { $unreadable }, com poucos detalhes: { $plain }
    { $megabytes } MB em disco
    motor: { $engine }
status-well = Está tudo bem.
status-deaf = Não chega nada do Telegram.
status-full = Não é possível gravar no disco.
status-waiting = mensagens na fila: { $count }, a mais antiga há { $time }
status-idle = ninguém na fila
status-lookups = buscas: { $minute } no último minuto, { $all } desde o início
status-errors =
    { $count ->
        [0] nenhum erro no log
        [one] { $count } erro no log
       *[other] { $count } erros no log
    }
status-pictures =
    { $count ->
        [one] { $count } imagem, geração { $generation }
       *[other] { $count } imagens, geração { $generation }
    }
status-up = no ar há { $time }
status-memory = { $megabytes } MB de memória
backup-running = Um backup já está sendo feito.
backing-up = Fazendo o backup…
backed-up = Backup feito: { $megabytes } MB em <code>{ $path }</code>.
backed-up-sent = Também o enviei para você. Guarde-o bem: ele diz quem usa o bot.
backed-up-unsent = Não consegui enviá-lo para você; copie-o de lá para um lugar seguro.
given-up =
    { $count ->
        [one] Não foi possível tratar { $count } mensagem ({ $reason }). Ela está guardada em inbox.sqlite, em dead_letters, e o log diz mais.
       *[other] Não foi possível tratar { $count } mensagens ({ $reason }). Elas estão guardadas em inbox.sqlite, em dead_letters, e o log diz mais.
    }
given-up-told = Quem perguntou foi avisado.
given-up-untold = Remetentes não avisados: { $count }.
seconds = { $seconds } s
minutes = { $minutes } min
hours = { $hours } h { $minutes } min

## People

forget-privately = Envie /forget por conta própria, na nossa conversa privada.
forgotten =
    Pronto. O que eu sabia de você foi apagado, também dos backups daqui. Esta conversa é sua: apague-a, e o Telegram também a esquece.
    Se um admin tinha deixado você me perguntar, ele precisa fazer isso de novo.
language-which = Que idioma devo falar?
language-set = Agora eu falo português.
group-admins-only = Só os admins deste grupo podem fazer isso.
privacy =
    <b>O que eu guardo</b>
    De uma foto que você procura: nada em disco. Ela é olhada aqui, na máquina em que eu rodo, e descartada; nenhum outro serviço a vê. Na memória, até eu ser reiniciado: a soma de verificação dela e a resposta, para responder na hora à mesma foto; não de quem era.
    Enquanto você espera: a sua mensagem, até ser respondida. Depois o número dela, por dois dias, para você não receber duas respostas.
    Por trás de um botão: quem perguntou e onde o Telegram tem a foto; por uma semana.
    Em um grupo em que eu fico de olho em repostagens: como cada foto é para mim (características; não dá para refazer a foto com elas), quem a postou, quando e onde; pelo tempo que os admins do grupo escolheram, ou 30 dias se não escolheram. /optout: as suas fotos ficam em paz, e o que guardei delas é apagado.
    De uma imagem que eu acompanho para você: as características dela, até você pará-la com /watches.
    De você: se um admin liberou ou bloqueou o seu acesso ou tornou você editor, e o idioma que você escolheu.
    Por trás de “Não é a mesma”: o nome da imagem e 64 bits pelos quais eu reconheço a foto; até você desfazer isso.
    As imagens que os admins e os editores adicionam ficam até que eles as removam, com o que foi escrito sobre elas e um link para a mensagem. Quem adicionou ou mudou uma é conhecido por uma semana.
    /forget apaga o que eu sei de você, também dos backups daqui.

## Shelves

shelves = <b>As prateleiras da coleção</b>; daqui eu procuro nas que têm ●:
shelf-used =
    { $count ->
        [one] ● { $name }: { $count } imagem
       *[other] ● { $name }: { $count } imagens
    }
shelf-unused =
    { $count ->
        [one] ○ { $name }: { $count } imagem
       *[other] ○ { $name }: { $count } imagens
    }
shelf-unknown = Não há nenhuma prateleira <b>{ $name }</b> aqui. /collections mostra todas.
shelf-empty = Nada foi adicionado aqui ainda, então eu não acharia nada. O que um editor adiciona neste grupo com /add vai para a prateleira do próprio grupo.
shelf-last = Preciso procurar em algum lugar: esta é a última prateleira ligada. Ligue outra primeiro.
use-what = Quais? Escreva /use e os nomes de prateleiras, ou /use all. /collections mostra todas.

## Command menus

menu-help = O que eu faço
menu-find = Em resposta a uma foto: procurá-la
menu-compare = Como legenda de uma foto, em resposta a outra: são a mesma imagem?
menu-collections = As prateleiras da coleção
menu-use = Em quais prateleiras eu procuro as fotos daqui
menu-watch = Em resposta a uma imagem: me dizer onde ela é postada
menu-watches = As imagens que eu acompanho para você
menu-top = Quem mais reposta
menu-ignore = Em resposta a uma foto: não avisar mais sobre ela
menu-settings = O que eu faço neste grupo
menu-optout = Deixar as minhas fotos em paz
menu-language = O idioma que eu falo
menu-privacy = O que eu guardo
menu-forget = Esquecer o que sei de você
menu-reindex = Indexar a pasta de imagens
menu-add = Em resposta a uma foto: adicioná-la como NAME
menu-rename = Dar outro nome a uma imagem
menu-undo = Desfazer a minha última mudança
menu-remove = Remover a imagem NAME
menu-stats = A coleção em números
menu-unreadable = O que não pôde ser indexado, e por quê
menu-duplicates = Revisar as imagens que são a mesma
menu-status = Como está o bot
menu-backup = Tudo em um só arquivo
menu-editor = Deixar alguém adicionar e remover imagens
menu-allow = Deixar alguém usar o bot
menu-ban = Não deixar alguém usar o bot
