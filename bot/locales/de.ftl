### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Schick mir ein Foto, und ich finde es in der Sammlung: auch beschnitten, gespiegelt, beschriftet oder von einer Seite abfotografiert. Ein Bild als Datei, ein Sticker, ein Album, ein GIF oder ein Video geht auch.

    <b>In einer Gruppe</b>
    /find oder mein Name, als Antwort auf ein Foto oder als seine Beschriftung. Von einem Album sehe ich dabei nur dieses Foto, außer ich bin Admin oder der Privatsphäre-Modus ist aus.
    Mein Name ruft mich auch dort, wo ich nicht Mitglied bin.
    /settings, für ihre Admins: was ich dort tue, zum Beispiel auf Reposts achten.

    <b>Außerdem</b>
    /compare als Beschriftung eines Fotos, als Antwort auf ein anderes: Sind sie dasselbe?
    /watch als Antwort auf ein Bild, in unserem privaten Chat: Ich sage dir, wenn es in einer Gruppe gepostet wird, in der wir beide sind und die ich beobachte.
    /language: Ich spreche deine Sprache. /privacy: was ich speichere. /forget: Ich vergesse dich.
looking = Ich suche …
failed = Bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal.
refusal =
    Dieser Bot antwortet nur denen, die seine Admins zugelassen haben. Deine ID, die du ihnen geben kannst: <code>{ $id }</code>
only-admins = Das können nur die Admins des Bots.
only-editors = Das können nur die Admins und die Editoren des Bots.
no-pictures = In der Sammlung sind noch keine Bilder. Ein Admin kann sie mit /reindex einlesen.
enough = Das waren viele Fotos auf einmal. Mehr als { $most } pro Minute sehe ich mir nicht an; schick die übrigen bitte später.

## What came in

error-NotAPhoto = Ich sehe mir nur Bilder an. Schick ein Foto, ein Bild als Datei oder einen Sticker.
error-TooBig = Diese Datei ist zu groß: Telegram gibt mir Dateien bis 20 MB. Schick sie als Foto.
error-TooBig-clip = Dieser Clip ist zu groß: Telegram gibt mir Dateien bis 20 MB. Schick einen kürzeren, oder ein Bild daraus.
find-what = Antworte auf ein Foto mit /find, oder schick ein Foto mit /find als Beschriftung.
guest-what = Antworte auf ein Foto mit meinem Namen, oder schick ein Foto mit meinem Namen als Beschriftung.
compare-what = Schick ein Foto mit /compare als Beschriftung, als Antwort auf ein anderes Foto; oder zwei als Album.
preview = Es bewegt sich, darum habe ich mir nur die Vorschau angesehen.

## The answer

same = Gefunden.
maybe = Vielleicht dieses; ich bin nicht sicher.
same-at = Gefunden, nach { $at } im Clip.
maybe-at = Vielleicht dieses, nach { $at } im Clip; ich bin nicht sicher.
none = Dieses Foto ist nicht in der Sammlung.
plain = Dieses Foto hat zu wenig Details, um es zu beurteilen. Schick eines, das mehr zeigt.
same-brief = Gefunden:
maybe-brief = Vielleicht:
same-brief-at = Gefunden, nach { $at } im Clip:
maybe-brief-at = Vielleicht, nach { $at } im Clip:
row = { $said }, { $item }
and-more = und noch { $count }
comparison-same = Dasselbe Bild.
comparison-maybe = Vielleicht dasselbe; ich bin nicht sicher.
comparison-none = Das ist nicht dasselbe Bild.
comparison-plain = Eines davon hat zu wenig Details, um es zu beurteilen.
comparison-yours = Dein Foto ist das andere{ $done }
proven = Links dein Foto, rechts, was es zeigt. Grün ist, wo es passt; Linien verbinden, was übereinstimmt.
blinking = Dein Foto und das Bild übereinandergelegt; danach, wo sie sich unterscheiden: je heller, desto mehr.
no-proof = Das kann ich nicht mehr zeigen: Das Foto oder das Bild ist nicht mehr da, oder die Antwort ist inzwischen eine andere.
gone = Dieses Bild ist nicht mehr in der Sammlung.
original-too-big = Diese Datei ist größer als die 50 MB, die Telegram mich senden lässt.
nothing-more = Sonst gibt es in der Sammlung nichts, was dem irgendwie ähnelt.
more = Danach kommen:
refused = <b>{ $name }</b> zeige ich hier zu diesem Foto nicht mehr.
thanks = Danke, daraus lerne ich.
accepted = <b>{ $name }</b> darf zu diesem Foto wieder gezeigt werden.
why =
    <b>Warum</b>
    Punkte, die wie im Bild liegen: { $inliers }; vom Bild wiedererkannt: { $share } %; Beweiskraft: { $evidence }, sicher bin ich ab { $same }.
    Dekodieren { $decode } ms, Merkmale { $extract } ms, Suche { $search } ms, Geometrie { $verify } ms
why-nothing =
    <b>Warum</b>
    Nichts in der Sammlung ähnelt ihm.
    Dekodieren { $decode } ms, Merkmale { $extract } ms, Suche { $search } ms, Geometrie { $verify } ms
why-article =
    <b>Warum</b>
    Das nächste nach dem Kosinus aus dem Artikel, { $value }; er kann Gleiches nicht von Ähnlichem unterscheiden.
    Dekodieren { $decode } ms, Vektor { $extract } ms, Matrix { $search } ms

## Groups that are watched

seen-same-once = 👀 Schon gesehen: { $when }, { $name }.
seen-same-often = 👀 Schon gesehen: zuerst { $when }, { $name }; zuletzt { $again }, { $last }.
seen-maybe-once = 👀 Vielleicht schon gesehen: { $when }, { $name }.
seen-maybe-often = 👀 Vielleicht schon gesehen: zuerst { $when }, { $name }; zuletzt { $again }, { $last }.
somebody = jemand
ago = vor { $time }
days-ago =
    { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
times =
    { $count ->
        [one] { $count } Mal
       *[other] { $count } Mal
    }
top-nobody = In den letzten 30 Tagen hat niemand etwas repostet, das ich gesehen habe.
top-off = Ich achte in dieser Gruppe nicht auf Reposts. Ihre Admins schalten das mit /settings ein.
top-people = Wer in den letzten 30 Tagen am meisten repostet hat
top-pictures = Was am meisten repostet wurde
this-picture = dieses Bild
ignore-what = Antworte auf ein Foto mit /ignore, dann weise ich hier auf dieses Bild nicht mehr hin.
ignored = Auf dieses Bild weise ich hier nicht mehr hin. Noch einmal /ignore macht das rückgängig.
unignored = Auf dieses Bild weise ich wieder hin.
opted-out = Deine Fotos lasse ich jetzt in allen Gruppen in Ruhe, und was ich davon gespeichert hatte, ist gelöscht. /optin macht das rückgängig.
opted-in = Auf deine Fotos achte ich wieder, wo die Admins einer Gruppe das wollen.
opt-yourself = Schick mir das bitte unter deinem eigenen Namen.
in-groups-only = Das ist für Gruppen.
watch-blind = Ich sehe hier noch nicht alle Nachrichten. Mach mich zum Admin dieser Gruppe, oder schalte bei @BotFather den Privatsphäre-Modus aus (/setprivacy) und füge mich neu hinzu.
welcome =
    Hallo. Ich finde, welches Bild unserer Sammlung ein Foto ist, und ich kann auf Reposts achten.
    Was soll ich in dieser Gruppe tun? Das wählen ihre Admins; mehr gibt es mit /settings.
welcome-asked = Ich antworte hier, wenn ich gefragt werde: /find oder mein Name, als Antwort auf ein Foto.
welcome-watch = Ich achte hier auf Reposts, mit je einer stillen Zeile, und antworte, wenn ich gefragt werde. Mehr gibt es mit /settings.
welcome-off = Ich antworte hier nur den Admins dieser Gruppe. Mit /settings lässt sich das ändern.
settings-in-groups = Das ist für Gruppen: Schick /settings dort.
settings = <b>Was ich in dieser Gruppe tue</b>
set-answers = Gefragt mit /find oder meinem Namen:
set-answers-asked = ich antworte allen
set-answers-never = nur den Admins
set-watch = Reposts von Fotos:
set-watch-off = in Ruhe lassen
set-watch-on = darauf hinweisen
set-remark = Wie laut:
set-remark-line = eine stille Zeile
set-remark-reaction = eine Reaktion
set-sure = Wie sicher ich sein muss:
set-sure-same = sicher
set-sure-maybe = vielleicht genügt
set-days = Wie lange ich speichere, was ich gesehen habe:
set-days-30 = 30 Tage
set-days-7 = 7 Tage
set-days-90 = 90 Tage
set-days-365 = ein Jahr
watch-privately = Schick mir das in unserem privaten Chat. In einer Gruppe wählen ihre Admins mit /settings, ob ich sie beobachte.
watch-what = Antworte auf ein Bild mit /watch, oder schick eines mit /watch als Beschriftung.
watching = Ich beobachte dieses Bild: Wird es, oder ein Teil davon, in einer Gruppe gepostet, in der wir beide sind und die ich beobachte, sage ich es dir. /watches zeigt alle.
watch-enough = Mehr Bilder kann ich für dich nicht beobachten; die Grenze ist { $most }. Beende eines mit /watches.
watch-none = Ich beobachte kein Bild für dich.
watch-one = Ich beobachte dieses Bild für dich. Darum gebeten hast du { $when }.
watch-stopped = Ich beobachte es nicht mehr.
watch-seen = Ich habe dieses Bild in { $chat } gesehen.

## Buttons

button-asked = Auf Anfrage antworten
button-watch = Still beobachten
button-off = Aus
button-shelves = Regale …
button-languages = Sprache …
button-unwatch = Beenden
button-proof = Beweis
button-proof-of = Beweis { $number }
button-blink = Überblenden
button-original = Originaldatei
button-right = Stimmt
button-wrong = Nicht dasselbe
button-undo = Rückgängig
button-more = Mehr
button-why = Warum
button-nearest = Ähnlichste zeigen
button-pictures = Bilder zeigen
button-cancel = Abbrechen
button-start = Starten
button-keep-best = Bestes behalten
button-keep-all = Alle behalten
button-next = Weiter
button-stop = Aufhören
not-yours = Diese Schaltfläche gehört jemand anderem.
too-old = Diese Schaltfläche ist zu alt. Frag noch einmal.

## What was done to a picture

done-cropped = auf { $share } % beschnitten
done-mirrored = gespiegelt
done-flipped = senkrecht gespiegelt
done-turned-180 = um 180° gedreht
done-turned-right = um { $degrees }° nach rechts gedreht
done-turned-left = um { $degrees }° nach links gedreht
done-angle = schräg fotografiert
done-wider = gestreckt: { $share } % breiter
done-taller = gestreckt: { $share } % höher
done-size = { $share } % der Größe
done-fills = füllt { $share } % des Fotos
done-added = etwas hinzugefügt: { $where }
done-inside = in etwas Größerem
done-inside-on = in etwas Größerem, auf { $share } % davon
done-caption = Beschriftung hinzugefügt: { $where }
done-border = Rand hinzugefügt
done-border-white = weißer Rand hinzugefügt
done-border-black = schwarzer Rand hinzugefügt
done-bars = mit Balken: { $where }
done-bars-white = mit weißem Balken: { $where }
done-bars-black = mit schwarzem Balken: { $where }
done-pixelated = verpixelt
done-compressed = stark komprimiert
done-inverted = Farben umgekehrt
done-gray = in Schwarz-Weiß
done-colours = Farben verändert
done-colourful = farbiger
done-paler = blasser
done-brighter = heller
done-darker = dunkler
done-more-contrast = mehr Kontrast
done-less-contrast = weniger Kontrast
done-blurred = unscharf
done-noisy = verrauscht
done-text = Text darüber
done-text-at = Text darüber: { $where }
done-covered = zu { $share } % verdeckt
done-covered-at = zu { $share } % verdeckt: { $where }
at-top = oben
at-bottom = unten
at-left = links
at-right = rechts
at-middle = in der Mitte

## What the library refuses

error-NotAnImage = Das ist kein Bild. Schick ein JPEG, PNG oder WebP.
error-UnsupportedFormat = Das Format { $name } kann ich hier nicht lesen. Schick es als JPEG oder PNG.
error-TooLarge = Dieses Bild ist zu groß ({ $size }; höchstens { $limit }). Schick ein kleineres.
error-TooNarrow = Dieses Bild ist zu schmal ({ $size }), um etwas darauf zu erkennen. Schick ein anderes.
error-Damaged = Dieses Bild ist beschädigt und lässt sich nicht lesen. Schick eine andere Kopie.
error-TooLarge-clip = Dieser Clip ist zu groß ({ $size }; höchstens { $limit }). Schick einen kleineren.
error-Damaged-clip = Dieser Clip ist beschädigt und lässt sich nicht lesen. Schick eine andere Kopie.
error-NoPicture = In diesem Clip ist kein Bild, das ich lesen kann. Schick ihn als MP4.
error-Moving = Das ist ein Clip, kein Bild. Schick ein Bild daraus als JPEG oder PNG.
error-BadName = So kann ein Bild nicht heißen: { $reason }.
error-NameTaken = Ein Bild namens { $name } gibt es schon.
error-NamedByFile = { $name } heißt nach der eigenen Datei. Benenne die Datei um, dann /reindex.
error-BadNote = Diese Beschriftung oder diese Tags lassen sich nicht speichern: { $reason }.
error-UnknownName = Ein Bild namens { $name } gibt es nicht.
error-TooPlain = { $name } hat zu wenig Details, um wiedergefunden zu werden, und wurde darum nicht hinzugefügt.
error-NoDecoder = Gerade kann ich mir kein Bild ansehen ({ $reason }). Versuch es später noch einmal.
error-QueueAway = Die Warteschlange der Worker bei { $where } ist nicht benutzbar: { $reason }. Was getan ist, bleibt; /reindex macht dort weiter.

## Admins

add-what = Antworte auf ein Foto mit /add NAME #TAG, oder schick ein Foto oder ein Album mit dieser Beschriftung. Name und Tags darfst du weglassen.
adding = Ich füge hinzu …
added-alone = In diesem Album sind noch mehr Fotos, und ich sehe nur das, auf das du geantwortet hast. Schick das Album mit /add als Beschriftung, um alle hinzuzufügen.
added-all =
    { $count ->
        [one] Hinzugefügt: { $done } von { $all }. Die Sammlung hat { $count } Bild.
       *[other] Hinzugefügt: { $done } von { $all }. Die Sammlung hat { $count } Bilder.
    }
added =
    { $count ->
        [one] <b>{ $name }</b> ist hinzugefügt. Die Sammlung hat { $count } Bild.
       *[other] <b>{ $name }</b> ist hinzugefügt. Die Sammlung hat { $count } Bilder.
    }
remove-what = Welches? Schreib /remove NAME, oder /remove als Antwort auf ein Bild, das ich geschickt habe.
rename-what = Welches, und wie? Schreib /rename OLD -> NEW, oder /rename NEW als Antwort auf ein Bild, das ich geschickt habe.
renamed = <b>{ $old }</b> heißt jetzt <b>{ $name }</b>.
undo-nothing = Von dir gibt es nichts, was ich rückgängig machen kann. Ich merke mir die letzten hundert Änderungen, eine Woche lang.
undo-nothing-at-all = Es gibt nichts, was ich rückgängig machen kann. Ich merke mir die letzten hundert Änderungen, eine Woche lang.
undone-add = Rückgängig gemacht: <b>{ $name }</b> ist nicht mehr in der Sammlung.
undone-remove = Rückgängig gemacht: <b>{ $name }</b> ist wieder in der Sammlung.
undone-rename = Rückgängig gemacht: <b>{ $name }</b> heißt wieder <b>{ $old }</b>.
undone-note = Rückgängig gemacht: Was zu <b>{ $name }</b> geschrieben steht, ist wieder wie vorher.
removed = <b>{ $name }</b> ist entfernt.
removed-stays = <b>{ $name }</b> ist entfernt. Die Datei liegt noch im Ordner: Lösch sie auch dort, sonst holt /reindex sie zurück.
unknown = Ein Bild namens <b>{ $name }</b> gibt es nicht.
duplicates =
    { $count ->
        [one] Es gibt { $count } Gruppe von Bildern, die dasselbe sind, unter insgesamt { $all }.
       *[other] Es gibt { $count } Gruppen von Bildern, die dasselbe sind, unter insgesamt { $all }.
    }
duplicates-none = Keine zwei der Bilder (insgesamt { $all }) sind dasselbe, außer denen, die du behalten wolltest.
duplicates-group = Dasselbe Bild, { $number } von { $count }; das erste ist das beste:
duplicates-more = zeigt mehr als das erste
duplicates-best = Behalten: <b>{ $name }</b>, entfernt: { $names }.
duplicates-left = Die anderen sind nicht mehr, was sie waren, darum bleiben sie neben { $name }.
duplicates-stay = Im Ordner liegen noch Dateien davon: Lösch sie, sonst holt /reindex sie zurück.
duplicates-all = Alle behalten: { $names }. Danach frage ich nicht mehr.
duplicates-next = So gelassen: { $names }.
duplicates-stopped = Angehalten; der Rest ist, wie er war.
duplicates-over = Das war die letzte Gruppe.
barred = <b>{ $name }</b> steht in einem Regal, das nur die Admins des Bots ändern.
editor-whom = Wen? Schreib eine ID, wie in /editor 12345, oder antworte jemandem. Mit off dahinter endet die Rolle als Editor.
editor-on = <code>{ $id }</code> darf Bilder hinzufügen, umbenennen und entfernen: die im Regal <code>uploads</code>, und in einer Gruppe die dieser Gruppe.
editor-off = <code>{ $id }</code> darf keine Bilder ändern.
whom = Wen? Schreib eine ID, wie in /allow 12345, oder antworte jemandem.
may-use = <code>{ $id }</code> darf den Bot benutzen.
may-not-use = <code>{ $id }</code> darf den Bot nicht benutzen.
no-ban = <code>{ $id }</code> gehört zu den Admins des Bots; die kann niemand sperren.
all-may = (Zurzeit dürfen es alle: ACCESS=open.)
indexing = Ich lese die Bilder ein …
indexing-counts = { $done } von { $total }, { $rate } pro Sekunde
indexing-left = noch { $time }
indexing-waiting = Seit { $time } hat kein Worker geantwortet
cancelling = Ich halte an …
reindex-what = Schreib /reindex, oder /reindex check, um nur zu erfahren, was dabei geschähe.
reindex-failed = Das Einlesen ist fehlgeschlagen; was fertig ist, bleibt. Sieh ins Protokoll und versuch es dann noch einmal.
reindex-running = Es wird schon eingelesen.
reindex-drastic =
    { $count ->
        [one] Die Datei von { $count } von { $all } Bildern ist weg; das Einlesen würde es aus der Sammlung nehmen. Ist der Ordner vollständig?
       *[other] Die Dateien von { $count } von { $all } Bildern sind weg; das Einlesen würde sie aus der Sammlung nehmen. Ist der Ordner vollständig?
    }
comparing = Ich vergleiche …
difference = <b>Was das Einlesen tun würde</b>
difference-none = <b>Das Einlesen würde nichts ändern.</b>
difference-added = { $count } hinzuzufügen
difference-changed = { $count } neu anzusehen
difference-gone = { $count } zu entfernen
difference-broken = { $count } nicht lesbar
difference-unchanged = { $count } unverändert
unreadable-none = Jede Datei im Ordner ist ein Bild, das sich finden lässt.
unreadable =
    { $count ->
        [one] { $count } Datei ließ sich nicht einlesen:
       *[other] { $count } Dateien ließen sich nicht einlesen:
    }
unreadable-plain = zu wenig Details
indexed = Fertig.
indexed-stopped = Angehalten; was fertig ist, bleibt.
indexed-counts =
    { $pictures ->
        [one] { $pictures } Bild in der Sammlung
       *[other] { $pictures } Bilder in der Sammlung
    }
    neu: { $added }
    geändert: { $changed }
    entfernt: { $removed }
    unverändert: { $unchanged }
    nicht lesbar: { $unreadable }
    zu wenig Details: { $plain }
stats =
    { $pictures ->
        [one] <b>{ $pictures } Bild</b>, Deskriptoren: { $descriptors }
       *[other] <b>{ $pictures } Bilder</b>, Deskriptoren: { $descriptors }
    }
    nicht lesbar: { $unreadable }, zu wenig Details: { $plain }
    { $megabytes } MB auf der Festplatte
    Verfahren: { $engine }
status-well = Alles in Ordnung.
status-deaf = Von Telegram kommt nichts mehr an.
status-full = Auf die Festplatte lässt sich nicht schreiben.
status-waiting = wartende Nachrichten: { $count }, die älteste seit { $time }
status-idle = niemand wartet
status-lookups = Suchen: { $minute } in der letzten Minute, { $all } seit dem Start
status-errors =
    { $count ->
        [0] keine Fehler im Protokoll
        [one] { $count } Fehler im Protokoll
       *[other] { $count } Fehler im Protokoll
    }
status-pictures =
    { $count ->
        [one] { $count } Bild, Generation { $generation }
       *[other] { $count } Bilder, Generation { $generation }
    }
status-up = läuft seit { $time }
status-memory = { $megabytes } MB Arbeitsspeicher
backup-running = Eine Sicherung läuft schon.
backing-up = Ich sichere …
backed-up = Gesichert: { $megabytes } MB in <code>{ $path }</code>.
backed-up-sent = Ich habe dir die Sicherung auch geschickt. Bewahre sie sicher auf: Sie verrät, wer den Bot benutzt.
backed-up-unsent = Ich konnte dir die Sicherung nicht schicken; kopiere sie von dort an einen sicheren Ort.
given-up =
    { $count ->
        [one] { $count } Nachricht konnte nicht verarbeitet werden ({ $reason }). Sie liegt in inbox.sqlite unter dead_letters, und im Protokoll steht mehr.
       *[other] { $count } Nachrichten konnten nicht verarbeitet werden ({ $reason }). Sie liegen in inbox.sqlite unter dead_letters, und im Protokoll steht mehr.
    }
given-up-told = Wer gefragt hat, weiß Bescheid.
given-up-untold = Absender, die nichts davon wissen: { $count }.
seconds = { $seconds } Sek.
minutes = { $minutes } Min.
hours = { $hours } Std. { $minutes } Min.

## People

forget-privately = Schick mir /forget selbst, in unserem privaten Chat.
forgotten =
    Erledigt. Was ich von dir wusste, ist gelöscht, auch aus den Sicherungen hier. Dieser Chat gehört dir: Lösch ihn, dann vergisst ihn auch Telegram.
    Falls ein Admin dir erlaubt hatte, mich zu fragen, muss er es noch einmal tun.
language-which = Welche Sprache soll ich sprechen?
language-set = Ich spreche jetzt Deutsch.
group-admins-only = Das können nur die Admins dieser Gruppe.
privacy =
    <b>Was ich speichere</b>
    Von einem Foto, das du suchst: nichts auf der Festplatte. Es wird hier angesehen, auf dem Rechner, auf dem ich laufe, und dann verworfen; kein anderer Dienst bekommt es zu sehen. Im Arbeitsspeicher, bis ich neu gestartet werde: seine Prüfsumme und die Antwort, damit dasselbe Foto sofort beantwortet wird; nicht, von wem es war.
    Während du wartest: deine Nachricht, bis sie beantwortet ist. Danach zwei Tage lang ihre Nummer, damit du nicht zweimal Antwort bekommst.
    Hinter einer Schaltfläche: wer gefragt hat und wo Telegram das Foto hat; eine Woche lang.
    In einer Gruppe, in der ich auf Reposts achte: wie jedes Foto für mich aussieht (Merkmale; das Foto lässt sich daraus nicht herstellen), wer es gepostet hat, wann und wo; so lange, wie die Admins der Gruppe es gewählt haben, sonst 30 Tage. /optout: Deine Fotos lasse ich in Ruhe, und was ich davon gespeichert habe, wird gelöscht.
    Von einem Bild, das ich für dich beobachte: seine Merkmale, bis du es mit /watches beendest.
    Von dir: ob ein Admin dich zugelassen, gesperrt oder zum Editor gemacht hat, und die Sprache, die du gewählt hast.
    Hinter „Nicht dasselbe“: der Name des Bildes und 64 Bit, an denen ich das Foto wiedererkenne; bis du es rückgängig machst.
    Bilder, die Admins und Editoren hinzufügen, bleiben, bis sie sie entfernen, mit dem, was dazu geschrieben wurde, und einem Link zur Nachricht. Wer eines hinzugefügt oder geändert hat, ist eine Woche lang bekannt.
    /forget löscht, was ich von dir weiß, auch aus den Sicherungen hier.

## Shelves

shelves = <b>Die Regale der Sammlung</b>; in denen mit ● suche ich von hier aus:
shelf-used =
    { $count ->
        [one] ● { $name }: { $count } Bild
       *[other] ● { $name }: { $count } Bilder
    }
shelf-unused =
    { $count ->
        [one] ○ { $name }: { $count } Bild
       *[other] ○ { $name }: { $count } Bilder
    }
shelf-unknown = Ein Regal <b>{ $name }</b> gibt es hier nicht. /collections zeigt alle.
shelf-empty = Hier wurde noch nichts hinzugefügt, ich würde also nichts finden. Was ein Editor in dieser Gruppe mit /add hinzufügt, kommt in ihr eigenes Regal.
shelf-last = Irgendwo muss ich suchen: Das ist das letzte Regal, das noch an ist. Schalte zuerst ein anderes ein.
use-what = Welche? Schreib /use und die Namen von Regalen, oder /use all. /collections zeigt alle.

## Command menus

menu-help = Was ich tue
menu-find = Als Antwort auf ein Foto: es suchen
menu-compare = Als Beschriftung eines Fotos, das auf ein anderes antwortet: Sind sie dasselbe?
menu-collections = Die Regale der Sammlung
menu-use = In welchen Regalen ich von hier aus suche
menu-watch = Als Antwort auf ein Bild: mir sagen, wo es gepostet wird
menu-watches = Die Bilder, die ich für dich beobachte
menu-top = Wer am meisten repostet
menu-ignore = Als Antwort auf ein Foto: nicht mehr darauf hinweisen
menu-settings = Was ich in dieser Gruppe tue
menu-optout = Meine Fotos in Ruhe lassen
menu-language = Die Sprache, die ich spreche
menu-privacy = Was ich speichere
menu-forget = Vergessen, was ich von dir weiß
menu-reindex = Den Ordner mit den Bildern einlesen
menu-add = Als Antwort auf ein Foto: es als NAME hinzufügen
menu-rename = Einem Bild einen anderen Namen geben
menu-undo = Meine letzte Änderung rückgängig machen
menu-remove = Das Bild NAME entfernen
menu-stats = Die Sammlung in Zahlen
menu-unreadable = Was sich nicht einlesen ließ, und warum
menu-duplicates = Bilder durchgehen, die dasselbe sind
menu-status = Wie es dem Bot geht
menu-backup = Alles in einer Datei
menu-editor = Jemandem erlauben, Bilder hinzuzufügen und zu entfernen
menu-allow = Jemandem den Bot erlauben
menu-ban = Jemanden für den Bot sperren
