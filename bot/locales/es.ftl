### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Envíame una foto, y busco la imagen en la colección, aunque esté recortada, reflejada, con texto añadido o fotografiada de una página. También sirve una imagen como archivo, un sticker, un álbum, un GIF o un video.

    <b>En un grupo</b>
    /find o mi nombre, en respuesta a una foto o como pie de foto. De un álbum solo veo entonces esa foto, a menos que sea administrador o que el modo de privacidad esté desactivado.
    Mi nombre me llama también donde no soy miembro.
    /settings, para sus administradores: qué hago allí, por ejemplo vigilar si se repiten fotos.

    <b>Además</b>
    /compare como pie de una foto, en respuesta a otra: ¿son la misma imagen?
    /watch en respuesta a una imagen, en nuestro chat privado: te aviso cuando se publique en un grupo en el que estemos los dos y que yo vigile.
    /language: hablo tu idioma. /privacy: qué guardo. /forget: te olvido.
looking = Buscando…
failed = Algo ha fallado por mi parte. Inténtalo de nuevo.
refusal =
    Este bot solo responde a quienes sus administradores han autorizado. Tu ID, para que se lo des: <code>{ $id }</code>
only-admins = Solo los administradores del bot pueden hacer eso.
only-editors = Solo los administradores del bot y sus editores pueden hacer eso.
no-pictures = Todavía no hay imágenes en la colección. Un administrador puede indexarlas con /reindex.
enough = Son muchas fotos a la vez. Miro como máximo { $most } por minuto; envía el resto más tarde, por favor.

## What came in

error-NotAPhoto = Solo miro imágenes. Envía una foto, una imagen como archivo o un sticker.
error-TooBig = Este archivo es demasiado grande: Telegram me da archivos de hasta 20 MB. Envíalo como foto.
error-TooBig-clip = Este clip es demasiado grande: Telegram me da archivos de hasta 20 MB. Envía uno más corto, o una imagen de él.
find-what = Responde a una foto con /find, o envía una foto con /find como pie de foto.
guest-what = Responde a una foto con mi nombre, o envía una foto con mi nombre como pie de foto.
compare-what = Envía una foto con /compare como pie de foto, en respuesta a otra foto; o dos como álbum.
preview = Se mueve, así que solo he mirado la vista previa.

## The answer

same = La encontré.
maybe = Quizá sea esta; no tengo la certeza.
same-at = La encontré, a los { $at } del clip.
maybe-at = Quizá sea esta, a los { $at } del clip; no estoy seguro.
none = Esta foto no está en la colección.
plain = Esta foto tiene muy pocos detalles para juzgarla. Envía una que muestre más.
same-brief = Encontrada:
maybe-brief = Quizá:
same-brief-at = Encontrada, a los { $at } del clip:
maybe-brief-at = Quizá, a los { $at } del clip:
row = { $said }, { $item }
and-more = y { $count } más
comparison-same = Es la misma imagen.
comparison-maybe = Quizá sea la misma; no tengo la certeza.
comparison-none = No es la misma imagen.
comparison-plain = Una de las dos tiene muy pocos detalles para juzgarla.
comparison-yours = La tuya es la otra foto{ $done }
proven = A la izquierda, tu foto; a la derecha, lo que muestra. En verde, donde encaja; las líneas unen lo que coincide.
blinking = Tu foto y la imagen, superpuestas; después, donde se diferencian: cuanto más claro, mayor la diferencia.
no-proof = Ya no puedo mostrarlo: la foto o la imagen ya no está, o la respuesta ya es otra.
gone = Esta imagen ya no está en la colección.
original-too-big = Este archivo supera los 50 MB que Telegram me permite enviar.
nothing-more = No hay nada más en la colección que se le parezca.
more = Después vienen:
refused = Aquí ya no mostraré <b>{ $name }</b> para esta foto.
thanks = Gracias, aprendo de eso.
accepted = <b>{ $name }</b> puede volver a mostrarse para esta foto.
why =
    <b>Por qué</b>
    Puntos situados como en la imagen: { $inliers }; detalles de la imagen encontrados: { $share } %; fuerza de la prueba: { $evidence }, la certeza empieza en { $same }.
    decodificación { $decode } ms, puntos clave { $extract } ms, búsqueda { $search } ms, geometría { $verify } ms
why-nothing =
    <b>Por qué</b>
    Nada en la colección se le parece.
    decodificación { $decode } ms, puntos clave { $extract } ms, búsqueda { $search } ms, geometría { $verify } ms
why-article =
    <b>Por qué</b>
    La más cercana según el coseno del artículo, { $value }, que no distingue lo igual de lo parecido.
    decodificación { $decode } ms, vector { $extract } ms, matriz { $search } ms

## Groups that are watched

seen-same-once = 👀 Ya vista: { $name }, { $when }.
seen-same-often = 👀 Ya vista: primero { $name }, { $when }; por último { $last }, { $again }.
seen-maybe-once = 👀 Quizá ya vista: { $name }, { $when }.
seen-maybe-often = 👀 Quizá ya vista: primero { $name }, { $when }; por último { $last }, { $again }.
somebody = alguien
ago = hace { $time }
days-ago =
    { $count ->
        [one] hace { $count } día
       *[other] hace { $count } días
    }
times =
    { $count ->
        [one] { $count } vez
       *[other] { $count } veces
    }
top-nobody = En los últimos 30 días nadie ha repetido nada que yo haya visto.
top-off = No vigilo aquí si se repiten fotos. Los administradores del grupo lo activan con /settings.
top-people = Quién ha repetido más en los últimos 30 días
top-pictures = Lo que más se ha repetido
this-picture = esta imagen
ignore-what = Responde a una foto con /ignore, y ya no aviso aquí de esa imagen.
ignored = Ya no aviso aquí de esta imagen. Con otro /ignore se deshace.
unignored = Vuelvo a avisar de esta imagen.
opted-out = Ahora dejo en paz tus fotos en todos los grupos, y lo que había guardado de ellas está borrado. Con /optin se deshace.
opted-in = Vuelvo a vigilar tus fotos, donde los administradores de un grupo lo quieran.
opt-yourself = Envíame eso en tu propio nombre, por favor.
in-groups-only = Eso es para grupos.
watch-blind = Todavía no veo aquí todos los mensajes. Hazme administrador de este grupo, o desactiva el modo de privacidad en @BotFather (/setprivacy) y añádeme de nuevo.
welcome =
    Hola. Encuentro a qué imagen de nuestra colección corresponde una foto, y puedo vigilar si se repiten fotos.
    ¿Qué hago en este grupo? Lo eligen sus administradores; con /settings hay más.
welcome-asked = Aquí respondo cuando me preguntan: /find o mi nombre, en respuesta a una foto.
welcome-watch = Aquí vigilo si se repiten fotos, con una línea silenciosa cada vez, y respondo cuando me preguntan. Con /settings hay más.
welcome-off = Aquí solo respondo a los administradores de este grupo. Con /settings se cambia.
settings-in-groups = Eso es para grupos: envía /settings allí.
settings = <b>Qué hago en este grupo</b>
set-answers = Si me preguntan con /find o mi nombre:
set-answers-asked = respondo a todos
set-answers-never = solo administradores
set-watch = Fotos repetidas:
set-watch-off = las dejo en paz
set-watch-on = aviso de ellas
set-remark = Con cuánto ruido:
set-remark-line = una línea silenciosa
set-remark-reaction = una reacción
set-sure = Qué certeza necesito:
set-sure-same = certeza plena
set-sure-maybe = basta un quizá
set-days = Cuánto tiempo guardo lo que vi:
set-days-30 = 30 días
set-days-7 = 7 días
set-days-90 = 90 días
set-days-365 = un año
watch-privately = Envíame eso en nuestro chat privado. En un grupo, sus administradores eligen con /settings si lo vigilo.
watch-what = Responde a una imagen con /watch, o envía una con /watch como pie de foto.
watching = Vigilo esta imagen: cuando se publique, entera o en parte, en un grupo en el que estemos los dos y que yo vigile, te aviso. /watches las muestra todas.
watch-enough = No puedo vigilar más imágenes para ti; el máximo es { $most }. Quita una con /watches.
watch-none = No vigilo ninguna imagen para ti.
watch-one = Vigilo esta imagen para ti. Me lo pediste { $when }.
watch-stopped = Ya no la vigilo.
watch-seen = He visto esta imagen en { $chat }.

## Buttons

button-asked = Responder si preguntan
button-watch = Vigilar en silencio
button-off = Desactivado
button-shelves = Estantes…
button-languages = Idioma…
button-unwatch = Parar
button-proof = Prueba
button-proof-of = Prueba { $number }
button-blink = Superponer
button-original = Archivo original
button-right = Correcto
button-wrong = No es la misma
button-undo = Deshacer
button-more = Más
button-why = Por qué
button-nearest = Ver las más parecidas
button-pictures = Ver las imágenes
button-cancel = Cancelar
button-start = Empezar
button-keep-best = Conservar la mejor
button-keep-all = Conservar todas
button-next = Siguiente
button-stop = Parar
not-yours = Este botón es de otra persona.
too-old = Este botón es demasiado antiguo. Pregunta de nuevo.

## What was done to a picture

done-cropped = recortada al { $share } %
done-mirrored = reflejada
done-flipped = volteada verticalmente
done-turned-180 = girada 180°
done-turned-right = girada { $degrees }° a la derecha
done-turned-left = girada { $degrees }° a la izquierda
done-angle = fotografiada en ángulo
done-wider = estirada: { $share } % más ancha
done-taller = estirada: { $share } % más alta
done-size = al { $share } % del tamaño
done-fills = ocupa el { $share } % de la foto
done-added = algo añadido: { $where }
done-inside = dentro de algo más grande
done-inside-on = dentro de algo más grande, en el { $share } % de ello
done-caption = leyenda añadida: { $where }
done-border = borde añadido
done-border-white = borde blanco añadido
done-border-black = borde negro añadido
done-bars = franja añadida: { $where }
done-bars-white = franja blanca añadida: { $where }
done-bars-black = franja negra añadida: { $where }
done-pixelated = pixelada
done-compressed = muy comprimida
done-inverted = colores invertidos
done-gray = pasada a blanco y negro
done-colours = colores cambiados
done-colourful = más colorida
done-paler = más pálida
done-brighter = más clara
done-darker = más oscura
done-more-contrast = más contraste
done-less-contrast = menos contraste
done-blurred = borrosa
done-noisy = con ruido
done-text = texto encima
done-text-at = texto encima: { $where }
done-covered = tapada en un { $share } %
done-covered-at = tapada en un { $share } %: { $where }
at-top = arriba
at-bottom = abajo
at-left = a la izquierda
at-right = a la derecha
at-middle = en el centro

## What the library refuses

error-NotAnImage = Esto no es una imagen. Envía un JPEG, PNG o WebP.
error-UnsupportedFormat = Aquí no puedo leer el formato { $name }. Envía la imagen en JPEG o PNG.
error-TooLarge = Esta imagen es demasiado grande ({ $size }; como máximo { $limit }). Envía una más pequeña.
error-TooNarrow = Esta imagen es demasiado estrecha ({ $size }) para ver algo en ella. Envía otra.
error-Damaged = Esta imagen está dañada y no se puede leer. Envía otra copia.
error-TooLarge-clip = Este clip es demasiado grande ({ $size }; como máximo { $limit }). Envía uno más pequeño.
error-Damaged-clip = Este clip está dañado y no se puede leer. Envía otra copia.
error-NoPicture = En este clip no hay ninguna imagen que se pueda leer aquí. Envíalo como MP4.
error-Moving = Esto es un clip, no una imagen. Envía una imagen de él como JPEG o PNG.
error-BadName = Una imagen no puede llamarse así: { $reason }.
error-NameTaken = Ya hay una imagen llamada { $name }.
error-NamedByFile = { $name } se llama como su archivo. Cambia el nombre del archivo y luego usa /reindex.
error-BadNote = No se puede guardar este pie de foto o estas etiquetas: { $reason }.
error-UnknownName = No hay ninguna imagen llamada { $name }.
error-TooPlain = { $name } tiene muy pocos detalles para volver a encontrarla, así que no se ha añadido.
error-NoDecoder = Ahora no puedo mirar ninguna imagen ({ $reason }). Inténtalo más tarde.
error-QueueAway = La cola de los workers en { $where } no se puede usar: { $reason }. Lo hecho se conserva; /reindex sigue desde ahí.

## Admins

add-what = Responde a una foto con /add NAME #TAG, o envía una foto o un álbum con eso como pie de foto. El nombre y las etiquetas se pueden omitir.
adding = Añadiendo…
added-alone = En ese álbum hay más fotos, y yo solo veo aquella a la que respondiste. Para añadirlas todas, envía el álbum con /add como pie de foto.
added-all =
    { $count ->
        [one] Añadidas: { $done } de { $all }. La colección tiene { $count } imagen.
       *[other] Añadidas: { $done } de { $all }. La colección tiene { $count } imágenes.
    }
added =
    { $count ->
        [one] Se ha añadido <b>{ $name }</b>. La colección tiene { $count } imagen.
       *[other] Se ha añadido <b>{ $name }</b>. La colección tiene { $count } imágenes.
    }
remove-what = ¿Cuál? Escribe /remove NAME, o /remove en respuesta a una imagen que yo haya enviado.
rename-what = ¿Cuál, y con qué nombre? Escribe /rename OLD -> NEW, o /rename NEW en respuesta a una imagen que yo haya enviado.
renamed = <b>{ $old }</b> se llama ahora <b>{ $name }</b>.
undo-nothing = No hay nada tuyo que pueda deshacer. Recuerdo los últimos cien cambios, durante una semana.
undo-nothing-at-all = No hay nada que pueda deshacer. Recuerdo los últimos cien cambios, durante una semana.
undone-add = Deshecho: <b>{ $name }</b> ya no está en la colección.
undone-remove = Deshecho: <b>{ $name }</b> vuelve a estar en la colección.
undone-rename = Deshecho: <b>{ $name }</b> vuelve a llamarse <b>{ $old }</b>.
undone-note = Deshecho: lo escrito sobre <b>{ $name }</b> está como antes.
removed = Se ha quitado <b>{ $name }</b>.
removed-stays = Se ha quitado <b>{ $name }</b>. Su archivo sigue en la carpeta: bórralo también allí o /reindex la traerá de vuelta.
unknown = No hay ninguna imagen llamada <b>{ $name }</b>.
duplicates =
    { $count ->
        [one] Hay { $count } grupo de imágenes que son la misma, de { $all } en total.
       *[other] Hay { $count } grupos de imágenes que son la misma, de { $all } en total.
    }
duplicates-none = Entre las imágenes ({ $all } en total) no hay dos que sean la misma, salvo las que quisiste conservar.
duplicates-group = La misma imagen, { $number } de { $count }; la primera es la mejor:
duplicates-more = muestra más que la primera
duplicates-best = Se conserva <b>{ $name }</b>, se quita: { $names }.
duplicates-left = Las demás ya no son lo que eran, así que se quedan junto a { $name }.
duplicates-stay = Todavía hay archivos en la carpeta: bórralos o /reindex las traerá de vuelta.
duplicates-all = Se conservan todas: { $names }. No volveré a preguntar por ellas.
duplicates-next = Se dejan como están: { $names }.
duplicates-stopped = Detenido; lo demás está como estaba.
duplicates-over = Ese era el último grupo.
barred = <b>{ $name }</b> está en un estante que solo cambian los administradores del bot.
editor-whom = ¿A quién? Escribe un ID, como en /editor 12345, o responde a alguien. Con off al final deja de ser editor.
editor-on = <code>{ $id }</code> puede añadir, renombrar y quitar imágenes: las del estante <code>uploads</code> y, en un grupo, las de ese grupo.
editor-off = <code>{ $id }</code> no puede cambiar imágenes.
whom = ¿A quién? Escribe un ID, como en /allow 12345, o responde a alguien.
may-use = <code>{ $id }</code> puede usar el bot.
may-not-use = <code>{ $id }</code> no puede usar el bot.
no-ban = <code>{ $id }</code> es de los administradores del bot, a quienes nadie puede vetar.
all-may = (Por ahora puede todo el mundo: ACCESS=open.)
indexing = Indexando…
indexing-counts = { $done } de { $total }, { $rate } por segundo
indexing-left = tiempo restante: { $time }
indexing-waiting = Ningún worker ha respondido desde hace { $time }
cancelling = Deteniendo…
reindex-what = Escribe /reindex, o /reindex check para saber solo qué haría.
reindex-failed = La indexación ha fallado; lo hecho se conserva. Mira el registro e inténtalo de nuevo.
reindex-running = Ya hay una indexación en marcha.
reindex-drastic =
    { $count ->
        [one] Ya no está el archivo de { $count } de { $all } imágenes; la indexación la quitaría. ¿Está completa la carpeta?
       *[other] Ya no están los archivos de { $count } de { $all } imágenes; la indexación las quitaría. ¿Está completa la carpeta?
    }
comparing = Comparando…
difference = <b>Qué haría una indexación</b>
difference-none = <b>Una indexación no cambiaría nada.</b>
difference-added = por añadir ({ $count })
difference-changed = por mirar de nuevo ({ $count })
difference-gone = por quitar ({ $count })
difference-broken = ilegibles ({ $count })
difference-unchanged = sin cambios: { $count }
unreadable-none = Cada archivo de la carpeta es una imagen que se puede encontrar.
unreadable =
    { $count ->
        [one] No se ha podido indexar { $count } archivo:
       *[other] No se han podido indexar { $count } archivos:
    }
unreadable-plain = muy pocos detalles
indexed = Listo.
indexed-stopped = Detenido; lo hecho se conserva.
indexed-counts =
    { $pictures ->
        [one] { $pictures } imagen en la colección
       *[other] { $pictures } imágenes en la colección
    }
    añadidas: { $added }
    cambiadas: { $changed }
    quitadas: { $removed }
    sin cambios: { $unchanged }
    ilegibles: { $unreadable }
    con muy pocos detalles: { $plain }
stats =
    { $pictures ->
        [one] <b>{ $pictures } imagen</b>, descriptores: { $descriptors }
       *[other] <b>{ $pictures } imágenes</b>, descriptores: { $descriptors }
    }
    ilegibles: { $unreadable }, con muy pocos detalles: { $plain }
    { $megabytes } MB en el disco
    motor: { $engine }
status-well = Todo va bien.
status-deaf = No llega nada de Telegram.
status-full = No se puede escribir en el disco.
status-waiting = mensajes en espera: { $count }, el más antiguo desde hace { $time }
status-idle = nadie espera
status-lookups = búsquedas: { $minute } en el último minuto, { $all } desde el inicio
status-errors =
    { $count ->
        [0] ningún error en el registro
        [one] { $count } error en el registro
       *[other] { $count } errores en el registro
    }
status-pictures =
    { $count ->
        [one] { $count } imagen, generación { $generation }
       *[other] { $count } imágenes, generación { $generation }
    }
status-up = en marcha desde hace { $time }
status-memory = { $megabytes } MB de memoria
backup-running = Ya se está haciendo una copia de seguridad.
backing-up = Haciendo la copia de seguridad…
backed-up = Copia de seguridad hecha: { $megabytes } MB en <code>{ $path }</code>.
backed-up-sent = También te la he enviado. Guárdala en un lugar seguro: dice quién usa el bot.
backed-up-unsent = No he podido enviártela; cópiala de ahí a un lugar seguro.
given-up =
    { $count ->
        [one] No se ha podido atender { $count } mensaje ({ $reason }). Se guarda en inbox.sqlite, en dead_letters, y el registro dice más.
       *[other] No se han podido atender { $count } mensajes ({ $reason }). Se guardan en inbox.sqlite, en dead_letters, y el registro dice más.
    }
given-up-told = Quien preguntó está avisado.
given-up-untold = Remitentes sin avisar: { $count }.
seconds = { $seconds } s
minutes = { $minutes } min
hours = { $hours } h { $minutes } min

## People

forget-privately = Envíame /forget personalmente, en nuestro chat privado.
forgotten =
    Hecho. Lo que sabía de ti está borrado, también de las copias de seguridad de aquí. Este chat es tuyo: bórralo y Telegram también lo olvidará.
    Si un administrador te había permitido preguntarme, tendrá que hacerlo de nuevo.
language-which = ¿Qué idioma quieres que hable?
language-set = Ahora hablo español.
group-admins-only = Solo los administradores de este grupo pueden hacer eso.
privacy =
    <b>Qué guardo</b>
    De una foto que buscas: nada en el disco. Se mira aquí, en la máquina en la que funciono, y se descarta; ningún otro servicio la ve. En memoria, hasta que me reinicien: su suma de comprobación y la respuesta, para contestar enseguida a la misma foto; no de quién era.
    Mientras esperas: tu mensaje, hasta que tiene respuesta. Después su número, durante dos días, para no responderte dos veces.
    Detrás de un botón: quién preguntó y dónde tiene Telegram la foto; durante una semana.
    En un grupo en el que vigilo si se repiten fotos: cómo es cada foto para mí (características; con ellas no se puede rehacer la foto), quién la publicó, cuándo y dónde; durante el tiempo que eligieron los administradores del grupo, o 30 días si no eligieron. /optout: tus fotos quedan en paz, y lo que guardé de ellas se borra.
    De una imagen que vigilo para ti: sus características, hasta que la quites con /watches.
    De ti: si un administrador te dio o te quitó el acceso o te hizo editor, y el idioma que elegiste.
    Detrás de «No es la misma»: el nombre de la imagen y 64 bits por los que reconozco la foto; hasta que lo deshagas.
    Las imágenes que los administradores y los editores añaden se quedan hasta que ellos las quiten, con lo que se escribió de ellas y un enlace al mensaje. Quién añadió o cambió una se sabe durante una semana.
    /forget borra lo que sé de ti, también de las copias de seguridad de aquí.

## Shelves

shelves = <b>Los estantes de la colección</b>; desde aquí busco en los que llevan ●:
shelf-used =
    { $count ->
        [one] ● { $name }: { $count } imagen
       *[other] ● { $name }: { $count } imágenes
    }
shelf-unused =
    { $count ->
        [one] ○ { $name }: { $count } imagen
       *[other] ○ { $name }: { $count } imágenes
    }
shelf-unknown = Aquí no hay ningún estante <b>{ $name }</b>. /collections los muestra todos.
shelf-empty = Aquí todavía no se ha añadido nada, así que no encontraría nada. Lo que un editor añade en este grupo con /add va a su propio estante.
shelf-last = En algún sitio tengo que buscar: este es el último estante activado. Activa otro primero.
use-what = ¿Cuáles? Escribe /use y los nombres de estantes, o /use all. /collections los muestra todos.

## Command menus

menu-help = Qué hago
menu-find = En respuesta a una foto: buscarla
menu-compare = Como pie de una foto, en respuesta a otra: ¿son la misma imagen?
menu-collections = Los estantes de la colección
menu-use = En qué estantes busco las fotos de aquí
menu-watch = En respuesta a una imagen: decirme dónde se publica
menu-watches = Las imágenes que vigilo para ti
menu-top = Quién repite más
menu-ignore = En respuesta a una foto: no avisar más de ella
menu-settings = Qué hago en este grupo
menu-optout = Dejar en paz mis fotos
menu-language = El idioma que hablo
menu-privacy = Qué guardo
menu-forget = Olvidar lo que sé de ti
menu-reindex = Indexar la carpeta de imágenes
menu-add = En respuesta a una foto: añadirla como NAME
menu-rename = Dar otro nombre a una imagen
menu-undo = Deshacer mi último cambio
menu-remove = Quitar la imagen NAME
menu-stats = La colección en cifras
menu-unreadable = Qué no se ha podido indexar y por qué
menu-duplicates = Repasar las imágenes que son la misma
menu-status = Cómo está el bot
menu-backup = Todo en un solo archivo
menu-editor = Permitir que alguien añada y quite imágenes
menu-allow = Permitir que alguien use el bot
menu-ban = No permitir que alguien use el bot
