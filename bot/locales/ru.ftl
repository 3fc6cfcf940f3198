### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Отправьте мне фото, изображение файлом, стикер или альбом, и я найду это в коллекции; у GIF и видео я смотрю несколько кадров.
    Изображение может быть обрезано, отражено, подписано или сфотографировано со страницы.
    В группе ответьте на фото командой /find или моим именем либо отправьте его с такой подписью.
    Фото с подписью /compare в ответ на другое: одно ли это изображение?
    /language: говорю на вашем языке. /privacy: что я храню. /forget: я вас забуду.
looking = Ищу…
failed = У меня что-то пошло не так. Попробуйте ещё раз.
refusal =
    Этот бот отвечает только тем, кому разрешили его админы. Ваш ID, чтобы передать им: <code>{ $id }</code>
only-admins = Это могут только админы бота.
no-pictures = В коллекции пока нет изображений. Админ может проиндексировать их командой /reindex.
enough = Слишком много фото сразу. В минуту я смотрю не больше { $most }; остальные отправьте, пожалуйста, позже.

## What came in

error-NotAPhoto = Я смотрю только изображения. Отправьте фото, изображение файлом или стикер.
error-TooBig = Этот файл слишком большой: Telegram даёт мне файлы до 20 MB. Отправьте его как фото.
find-what = Ответьте на фото командой /find или отправьте фото с подписью /find.
compare-what = Отправьте фото с подписью /compare в ответ на другое фото.
preview = Оно движется, поэтому я смотрю только на превью.

## The answer

same = Нашлось.
maybe = Возможно, это оно; уверенности нет.
same-at = Нашлось: { $at } от начала клипа.
maybe-at = Возможно, это оно: { $at } от начала клипа; я не уверен.
none = Этого фото нет в коллекции.
plain = На этом фото слишком мало деталей, чтобы судить. Отправьте такое, где видно больше.
same-brief = Нашлось:
maybe-brief = Возможно:
same-brief-at = Нашлось, { $at } от начала клипа:
maybe-brief-at = Возможно, { $at } от начала клипа:
and-more = и ещё { $count }
comparison-same = Это одно и то же изображение.
comparison-maybe = Возможно, одно и то же; уверенности нет.
comparison-none = Это разные изображения.
comparison-plain = На одном из них слишком мало деталей, чтобы судить.
comparison-yours = Ваше фото — то же самое{ $done }
proven = Слева ваше фото, справа то, что на нём. Зелёным показано, где оно совпало; линии соединяют одинаковое.
blinking = Ваше фото и изображение, наложенные друг на друга; затем — где они различаются: чем ярче, тем сильнее.
no-proof = Этого я уже не могу показать: фото или изображения больше нет.
gone = Этого изображения больше нет в коллекции.
original-too-big = Этот файл больше 50 MB, а больше Telegram отправлять не даёт.
nothing-more = Больше в коллекции нет ничего похожего.
more = Следующие по сходству:
refused = Здесь я больше не покажу <b>{ $name }</b> для этого фото.
accepted = <b>{ $name }</b> снова может показываться для этого фото.
why =
    <b>Почему</b>
    Точек, лежащих как на изображении: { $inliers }; найдено деталей изображения: { $share } %; сила доказательства: { $evidence }, уверенность начинается с { $same }.
    декодирование { $decode } мс, ключевые точки { $extract } мс, поиск { $search } мс, геометрия { $verify } мс
why-nothing =
    <b>Почему</b>
    Ничто в коллекции на него не похоже.
    декодирование { $decode } мс, ключевые точки { $extract } мс, поиск { $search } мс, геометрия { $verify } мс
why-article =
    <b>Почему</b>
    Ближайшее по косинусу из статьи, { $value }; он не отличает то же самое от похожего.
    декодирование { $decode } мс, вектор { $extract } мс, матрица { $search } мс

## Buttons

button-proof = Доказательство
button-proof-of = Доказательство { $number }
button-blink = Наложить
button-original = Исходный файл
button-right = Верно
button-wrong = Не то
button-undo = Вернуть
button-more = Ещё
button-why = Почему
button-nearest = Показать похожие
button-pictures = Показать изображения
button-cancel = Отмена
not-yours = Это чужая кнопка.
too-old = Эта кнопка устарела. Спросите ещё раз.

## What was done to a picture

done-cropped = обрезано до { $share } %
done-mirrored = отражено
done-flipped = отражено по вертикали
done-turned-180 = повёрнуто на 180°
done-turned-right = повёрнуто на { $degrees }° вправо
done-turned-left = повёрнуто на { $degrees }° влево
done-angle = снято под углом
done-wider = растянуто: на { $share } % шире
done-taller = растянуто: на { $share } % выше
done-size = { $share } % от размера
done-fills = занимает { $share } % фото
done-added = что-то добавлено: { $where }
done-inside = внутри чего-то большего
done-inside-on = внутри чего-то большего, на { $share } % его площади
done-caption = добавлена подпись: { $where }
done-border = добавлена рамка
done-border-white = добавлена белая рамка
done-border-black = добавлена чёрная рамка
done-bars = добавлены полосы: { $where }
done-bars-white = добавлены белые полосы: { $where }
done-bars-black = добавлены чёрные полосы: { $where }
done-pixelated = пикселизировано
done-compressed = сильно сжато
done-inverted = цвета инвертированы
done-gray = сделано чёрно-белым
done-colours = цвета изменены
done-colourful = красочнее
done-paler = бледнее
done-brighter = светлее
done-darker = темнее
done-more-contrast = больше контраста
done-less-contrast = меньше контраста
done-blurred = размыто
done-noisy = с шумом
done-text = текст поверх
done-text-at = текст поверх: { $where }
done-covered = закрыто на { $share } %
done-covered-at = закрыто на { $share } %: { $where }
at-top = сверху
at-bottom = снизу
at-left = слева
at-right = справа
at-middle = посередине

## What the library refuses

error-NotAnImage = Это не изображение. Отправьте JPEG, PNG или WebP.
error-UnsupportedFormat = Формат { $name } здесь не читается. Отправьте изображение как JPEG или PNG.
error-TooLarge = Это изображение слишком большое ({ $size }; не больше { $limit }). Отправьте поменьше.
error-TooNarrow = Это изображение слишком узкое ({ $size }), на нём ничего не разглядеть. Отправьте другое.
error-Damaged = Это изображение повреждено и не читается.
error-TooLarge-clip = Этот клип слишком большой ({ $size }; не больше { $limit }). Пришлите поменьше.
error-Damaged-clip = Этот клип повреждён, его нельзя прочитать.
error-NoPicture = В этом клипе нет изображения, которое можно здесь прочитать. Пришлите его как MP4.
error-Moving = Это клип, а не изображение. Пришлите кадр из него как JPEG или PNG.
error-BadName = Изображение нельзя так назвать: { $reason }.
error-NameTaken = Изображение с именем { $name } уже есть.
error-UnknownName = Изображения с именем { $name } нет.
error-TooPlain = В { $name } слишком мало деталей, чтобы найти его снова, поэтому оно не добавлено.
error-NoDecoder = Сейчас я не могу смотреть изображения ({ $reason }). Попробуйте позже.

## Admins

add-what = Ответьте на фото командой /add NAME или отправьте фото с подписью /add NAME.
added =
    { $count ->
        [one] Добавлено: <b>{ $name }</b>. В коллекции { $count } изображение.
        [few] Добавлено: <b>{ $name }</b>. В коллекции { $count } изображения.
        [many] Добавлено: <b>{ $name }</b>. В коллекции { $count } изображений.
       *[other] Добавлено: <b>{ $name }</b>. В коллекции { $count } изображения.
    }
remove-what = Какое? Напишите /remove NAME.
removed = Удалено: <b>{ $name }</b>.
removed-stays = Удалено: <b>{ $name }</b>. Файл остался в папке: удалите его и там, иначе /reindex вернёт изображение.
unknown = Изображения с именем <b>{ $name }</b> нет.
whom = Кого? Напишите ID, как в /allow 12345, или ответьте кому-нибудь.
may-use = <code>{ $id }</code> может пользоваться ботом.
may-not-use = <code>{ $id }</code> не может пользоваться ботом.
all-may = (Сейчас могут все: ACCESS=open.)
indexing = Индексирую…
indexing-counts = { $done } из { $total }, { $rate } в секунду
indexing-left = осталось { $time }
cancelling = Останавливаю…
reindex-failed = Индексация не удалась; сделанное сохранено. Посмотрите журнал и попробуйте ещё раз.
reindex-running = Индексация уже идёт.
indexed = Готово.
indexed-stopped = Остановлено; сделанное сохранено.
indexed-counts =
    { $pictures ->
        [one] { $pictures } изображение в коллекции
        [few] { $pictures } изображения в коллекции
        [many] { $pictures } изображений в коллекции
       *[other] { $pictures } изображения в коллекции
    }
    добавлено: { $added }
    изменено: { $changed }
    удалено: { $removed }
    без изменений: { $unchanged }
    не читается: { $unreadable }
    слишком мало деталей: { $plain }
stats =
    { $pictures ->
        [one] <b>{ $pictures } изображение</b>, дескрипторов: { $descriptors }
        [few] <b>{ $pictures } изображения</b>, дескрипторов: { $descriptors }
        [many] <b>{ $pictures } изображений</b>, дескрипторов: { $descriptors }
       *[other] <b>{ $pictures } изображения</b>, дескрипторов: { $descriptors }
    }
    не читается: { $unreadable }, слишком мало деталей: { $plain }
    { $megabytes } MB на диске
    движок: { $engine }
status-well = Всё хорошо.
status-deaf = От Telegram ничего не приходит.
status-full = На диск не удаётся записать.
status-waiting = сообщений в очереди: { $count }, самое старое ждёт { $time }
status-idle = никто не ждёт
status-lookups = поисков: { $minute } за последнюю минуту, { $all } с запуска
status-errors =
    { $count ->
        [0] в журнале нет ошибок
        [one] { $count } ошибка в журнале
        [few] { $count } ошибки в журнале
        [many] { $count } ошибок в журнале
       *[other] { $count } ошибки в журнале
    }
status-pictures =
    { $count ->
        [one] { $count } изображение, поколение { $generation }
        [few] { $count } изображения, поколение { $generation }
        [many] { $count } изображений, поколение { $generation }
       *[other] { $count } изображения, поколение { $generation }
    }
status-up = работает { $time }
status-memory = { $megabytes } MB памяти
backup-running = Резервная копия уже создаётся.
backing-up = Создаю резервную копию…
backed-up = Резервная копия: { $megabytes } MB в <code>{ $path }</code>.
backed-up-sent = Вам она тоже отправлена. Храните её надёжно: по ней видно, кто пользуется ботом.
backed-up-unsent = Отправить её вам не удалось; скопируйте её оттуда в надёжное место.
given-up =
    { $count ->
        [one] Не удалось обработать { $count } сообщение ({ $reason }). Отправителям об этом сказано; оно хранится в inbox.sqlite в dead_letters, подробности в журнале.
        [few] Не удалось обработать { $count } сообщения ({ $reason }). Отправителям об этом сказано; они хранятся в inbox.sqlite в dead_letters, подробности в журнале.
        [many] Не удалось обработать { $count } сообщений ({ $reason }). Отправителям об этом сказано; они хранятся в inbox.sqlite в dead_letters, подробности в журнале.
       *[other] Не удалось обработать { $count } сообщения ({ $reason }). Отправителям об этом сказано; они хранятся в inbox.sqlite в dead_letters, подробности в журнале.
    }
seconds = { $seconds } с
minutes = { $minutes } мин
hours = { $hours } ч { $minutes } мин

## People

forget-privately = Отправьте мне /forget сами, в нашем личном чате.
forgotten =
    Готово. Всё, что было мне о вас известно, удалено, в том числе из резервных копий здесь. Этот чат ваш: удалите его, и Telegram тоже его забудет.
    Если админ разрешал вам обращаться ко мне, разрешение понадобится снова.
language-which = На каком языке мне говорить?
language-set = Теперь я говорю по-русски.
group-admins-only = Это могут только админы этой группы.
privacy =
    <b>Что я храню</b>
    От фото, которое вы ищете: ничего. Оно просматривается здесь, на машине, где я работаю, и выбрасывается; никакой другой сервис его не видит.
    Пока вы ждёте: ваше сообщение, до ответа. Потом его номер, два дня, чтобы не ответить вам дважды.
    За кнопкой: кто спросил и где фото лежит в Telegram; неделю.
    О вас: разрешил или запретил вам доступ админ и какой язык вы выбрали.
    Изображения, которые добавляют админы, остаются, пока они их не удалят.
    /forget удаляет всё, что я о вас знаю, в том числе из резервных копий здесь.

## Command menus

menu-help = Что я делаю
menu-find = В ответ на фото: найти его
menu-compare = Подпись к фото в ответ на другое: одно ли это изображение?
menu-language = Язык, на котором я говорю
menu-privacy = Что я храню
menu-forget = Забыть, что я о вас знаю
menu-reindex = Проиндексировать папку с изображениями
menu-add = В ответ на фото: добавить его как NAME
menu-remove = Удалить изображение NAME
menu-stats = Коллекция в цифрах
menu-status = Как дела у бота
menu-backup = Всё в одном файле
menu-allow = Разрешить кому-то пользоваться ботом
menu-ban = Запретить кому-то пользоваться ботом
