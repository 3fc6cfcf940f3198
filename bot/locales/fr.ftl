### What the bot says. HTML; gaps are filled with escaped text. Each language has the same texts.

help =
    Envoyez-moi une photo, et je cherche l’image dans la collection, même recadrée, inversée en miroir, légendée ou photographiée sur une page. Une image en fichier, un sticker, un album, un GIF ou une vidéo conviennent aussi.

    <b>Dans un groupe</b>
    /find ou mon nom, en réponse à une photo ou en légende. D’un album, je ne vois alors que cette photo, sauf si je suis admin ou si le mode confidentialité est désactivé.
    Mon nom m’appelle aussi là où je ne suis pas membre.
    /settings, pour ses admins : ce que j’y fais, par exemple guetter les republications.

    <b>Et aussi</b>
    /compare en légende d’une photo, en réponse à une autre : est-ce la même image ?
    /watch en réponse à une image, dans notre discussion privée : je vous dis quand elle est publiée dans un groupe où nous sommes tous les deux et que je surveille.
    /language : je parle votre langue. /privacy : ce que je conserve. /forget : je vous oublie.
looking = Je cherche…
failed = Quelque chose n’a pas marché de mon côté. Merci de réessayer.
refusal =
    Ce bot ne répond qu’aux personnes autorisées par ses admins. Votre identifiant, à leur donner : <code>{ $id }</code>
only-admins = Seuls les admins du bot peuvent faire cela.
only-editors = Seuls les admins du bot et ses éditeurs peuvent faire cela.
no-pictures = Il n’y a pas encore d’images dans la collection. Un admin peut les indexer avec /reindex.
enough = Cela fait beaucoup de photos d’un coup. J’en regarde { $most } par minute au maximum ; merci d’envoyer le reste plus tard.

## What came in

error-NotAPhoto = Je ne regarde que des images. Envoyez une photo, une image en fichier ou un sticker.
error-TooBig = Ce fichier est trop gros : Telegram me donne des fichiers jusqu’à 20 MB. Envoyez-le comme photo.
error-TooBig-clip = Ce clip est trop gros : Telegram me donne des fichiers jusqu’à 20 MB. Envoyez-en un plus court, ou une image de celui-ci.
find-what = Répondez à une photo avec /find, ou envoyez une photo avec /find en légende.
guest-what = Répondez à une photo avec mon nom, ou envoyez une photo avec mon nom en légende.
compare-what = Envoyez une photo avec /compare en légende, en réponse à une autre photo ; ou deux en album.
preview = C’est animé, je n’ai donc regardé que l’aperçu.

## The answer

same = Trouvé.
maybe = Peut-être celle-ci ; je n’en ai pas la certitude.
same-at = Trouvée, à { $at } du début du clip.
maybe-at = Peut-être celle-ci, à { $at } du début du clip ; je n’en suis pas sûr.
none = Cette photo n’est pas dans la collection.
plain = Cette photo a trop peu de détails pour en juger. Envoyez-en une qui en montre plus.
same-brief = Trouvé :
maybe-brief = Peut-être :
same-brief-at = Trouvée, à { $at } du début :
maybe-brief-at = Peut-être, à { $at } du début :
row = { $said }, { $item }
and-more = et { $count } de plus
comparison-same = C’est la même image.
comparison-maybe = Peut-être la même ; je n’en ai pas la certitude.
comparison-none = Ce n’est pas la même image.
comparison-plain = L’une des deux a trop peu de détails pour en juger.
comparison-yours = La vôtre est l’autre photo{ $done }
proven = À gauche votre photo, à droite ce qu’elle montre. En vert, là où elle correspond ; les lignes relient ce qui concorde.
blinking = Votre photo et l’image superposées ; puis là où elles diffèrent, d’autant plus clair que l’écart est grand.
no-proof = Je ne peux plus le montrer : la photo ou l’image n’est plus là, ou la réponse a changé.
gone = Cette image n’est plus dans la collection.
original-too-big = Ce fichier dépasse les 50 MB que Telegram me permet d’envoyer.
nothing-more = Rien d’autre dans la collection n’y ressemble, même de loin.
more = Ensuite viennent :
refused = Je ne montrerai plus <b>{ $name }</b> pour cette photo ici.
thanks = Merci, j’en tiens compte.
accepted = <b>{ $name }</b> peut de nouveau être montrée pour cette photo.
why =
    <b>Pourquoi</b>
    Points placés comme dans l’image : { $inliers } ; détails de l’image retrouvés : { $share } % ; force de la preuve : { $evidence }, la certitude commence à { $same }.
    décodage { $decode } ms, points clés { $extract } ms, recherche { $search } ms, géométrie { $verify } ms
why-nothing =
    <b>Pourquoi</b>
    Rien dans la collection ne lui ressemble.
    décodage { $decode } ms, points clés { $extract } ms, recherche { $search } ms, géométrie { $verify } ms
why-article =
    <b>Pourquoi</b>
    La plus proche selon le cosinus de l’article, { $value }, qui ne sait pas distinguer l’identique du ressemblant.
    décodage { $decode } ms, vecteur { $extract } ms, matrice { $search } ms

## Groups that are watched

seen-same-once = 👀 Déjà vue : { $name }, { $when }.
seen-same-often = 👀 Déjà vue : d’abord { $name }, { $when } ; en dernier { $last }, { $again }.
seen-maybe-once = 👀 Peut-être déjà vue : { $name }, { $when }.
seen-maybe-often = 👀 Peut-être déjà vue : d’abord { $name }, { $when } ; en dernier { $last }, { $again }.
somebody = quelqu’un
ago = il y a { $time }
days-ago =
    { $count ->
        [one] il y a { $count } jour
       *[other] il y a { $count } jours
    }
times =
    { $count ->
        [one] { $count } fois
       *[other] { $count } fois
    }
top-nobody = Ces 30 derniers jours, personne n’a republié quoi que ce soit que j’aie vu.
top-off = Je ne guette pas les republications dans ce groupe. Ses admins l’activent avec /settings.
top-people = Qui a le plus republié ces 30 derniers jours
top-pictures = Ce qui a été le plus republié
this-picture = cette image
ignore-what = Répondez à une photo avec /ignore, et je ne signale plus cette image ici.
ignored = Je ne signale plus cette image ici. Un nouveau /ignore annule cela.
unignored = Je signale de nouveau cette image.
opted-out = Désormais, je laisse vos photos tranquilles dans tous les groupes, et ce que j’en avais conservé est effacé. /optin annule cela.
opted-in = Je surveille de nouveau vos photos, là où les admins d’un groupe le veulent.
opt-yourself = Envoyez-moi cela en votre propre nom, s’il vous plaît.
in-groups-only = C’est pour les groupes.
watch-blind = Je ne vois pas encore tous les messages ici. Nommez-moi admin de ce groupe, ou désactivez le mode confidentialité chez @BotFather (/setprivacy) et ajoutez-moi de nouveau.
welcome =
    Bonjour. Je trouve à quelle image de notre collection correspond une photo, et je peux guetter les republications.
    Que dois-je faire dans ce groupe ? Ses admins choisissent ; il y a plus de choix avec /settings.
welcome-asked = Je réponds ici quand on me le demande : /find ou mon nom, en réponse à une photo.
welcome-watch = Je guette ici les republications, avec une ligne silencieuse pour chacune, et je réponds quand on me le demande. Il y a plus de choix avec /settings.
welcome-off = Ici, je ne réponds qu’aux admins de ce groupe. /settings permet de changer cela.
settings-in-groups = C’est pour les groupes : envoyez-y /settings.
settings = <b>Ce que je fais dans ce groupe</b>
set-answers = Quand on demande avec /find ou mon nom :
set-answers-asked = je réponds à tous
set-answers-never = aux admins seulement
set-watch = Photos republiées :
set-watch-off = laissées tranquilles
set-watch-on = signalées
set-remark = Avec quelle discrétion :
set-remark-line = une ligne silencieuse
set-remark-reaction = une réaction
set-sure = La certitude qu’il me faut :
set-sure-same = certain
set-sure-maybe = peut-être suffit
set-days = Combien de temps je conserve ce que j’ai vu :
set-days-30 = 30 jours
set-days-7 = 7 jours
set-days-90 = 90 jours
set-days-365 = un an
watch-privately = Envoyez-moi cela dans notre discussion privée. Dans un groupe, ses admins choisissent avec /settings si je le surveille.
watch-what = Répondez à une image avec /watch, ou envoyez-en une avec /watch en légende.
watching = Je surveille cette image : quand elle est publiée, en entier ou en partie, dans un groupe où nous sommes tous les deux et que je surveille, je vous le dis. /watches les montre toutes.
watch-enough = Je ne peux pas surveiller plus d’images pour vous ; le maximum est { $most }. Arrêtez-en une avec /watches.
watch-none = Je ne surveille aucune image pour vous.
watch-one = Je surveille cette image pour vous. Vous l’avez demandé { $when }.
watch-stopped = Je ne la surveille plus.
watch-seen = J’ai vu cette image dans { $chat }.

## Buttons

button-asked = Répondre si on demande
button-watch = Surveiller sans bruit
button-off = Désactivé
button-shelves = Étagères…
button-languages = Langue…
button-unwatch = Arrêter
button-proof = Preuve
button-proof-of = Preuve { $number }
button-blink = Superposer
button-original = Fichier d’origine
button-right = Correct
button-wrong = Pas la même
button-undo = Annuler
button-more = Plus
button-why = Pourquoi
button-nearest = Voir les plus proches
button-pictures = Voir les images
button-cancel = Arrêter
button-start = Lancer
button-keep-best = Garder la meilleure
button-keep-all = Garder toutes
button-next = Suivant
button-stop = Arrêter
not-yours = Ce bouton est à quelqu’un d’autre.
too-old = Ce bouton est trop ancien. Refaites votre demande.

## What was done to a picture

done-cropped = recadrée à { $share } %
done-mirrored = inversée en miroir
done-flipped = retournée verticalement
done-turned-180 = tournée de 180°
done-turned-right = tournée de { $degrees }° vers la droite
done-turned-left = tournée de { $degrees }° vers la gauche
done-angle = photographiée de biais
done-wider = étirée : { $share } % plus large
done-taller = étirée : { $share } % plus haute
done-size = { $share } % de la taille
done-fills = remplit { $share } % de la photo
done-added = quelque chose d’ajouté : { $where }
done-inside = dans quelque chose de plus grand
done-inside-on = dans quelque chose de plus grand, sur { $share } % de celui-ci
done-caption = légende ajoutée : { $where }
done-border = bordure ajoutée
done-border-white = bordure blanche ajoutée
done-border-black = bordure noire ajoutée
done-bars = bande ajoutée : { $where }
done-bars-white = bande blanche ajoutée : { $where }
done-bars-black = bande noire ajoutée : { $where }
done-pixelated = pixelisée
done-compressed = fortement compressée
done-inverted = couleurs inversées
done-gray = passée en noir et blanc
done-colours = couleurs modifiées
done-colourful = plus colorée
done-paler = plus pâle
done-brighter = plus claire
done-darker = plus sombre
done-more-contrast = plus de contraste
done-less-contrast = moins de contraste
done-blurred = floue
done-noisy = bruitée
done-text = texte par-dessus
done-text-at = texte par-dessus : { $where }
done-covered = masquée à { $share } %
done-covered-at = masquée à { $share } % : { $where }
at-top = en haut
at-bottom = en bas
at-left = à gauche
at-right = à droite
at-middle = au milieu

## What the library refuses

error-NotAnImage = Ce n’est pas une image. Envoyez un JPEG, un PNG ou un WebP.
error-UnsupportedFormat = Je ne peux pas lire le format { $name } ici. Envoyez l’image en JPEG ou en PNG.
error-TooLarge = Cette image est trop grande ({ $size } ; au maximum { $limit }). Envoyez-en une plus petite.
error-TooNarrow = Cette image est trop étroite ({ $size }) pour qu’on y voie quelque chose. Envoyez-en une autre.
error-Damaged = Cette image est endommagée et illisible. Envoyez-en une autre copie.
error-TooLarge-clip = Ce clip est trop grand ({ $size } ; au plus { $limit }). Envoyez-en un plus petit.
error-Damaged-clip = Ce clip est abîmé et ne peut pas être lu. Envoyez-en une autre copie.
error-NoPicture = Ce clip ne contient aucune image lisible ici. Envoyez-le en MP4.
error-Moving = C’est un clip, pas une image. Envoyez-en une image en JPEG ou PNG.
error-BadName = Une image ne peut pas porter ce nom : { $reason }.
error-NameTaken = Il y a déjà une image nommée { $name }.
error-NamedByFile = { $name } porte le nom de son fichier. Renommez le fichier, puis utilisez /reindex.
error-BadNote = Cette légende ou ces tags ne peuvent pas être conservés : { $reason }.
error-UnknownName = Il n’y a pas d’image nommée { $name }.
error-TooPlain = { $name } a trop peu de détails pour être retrouvée ; elle n’a donc pas été ajoutée.
error-NoDecoder = Je ne peux regarder aucune image pour l’instant ({ $reason }). Réessayez plus tard.
error-QueueAway = La file des workers à { $where } est inutilisable : { $reason }. Ce qui est fait est gardé ; /reindex reprend de là.

## Admins

add-what = Répondez à une photo avec /add NAME #TAG, ou envoyez une photo ou un album avec cela en légende. Le nom et les tags sont facultatifs.
adding = Ajout en cours…
added-alone = Il y a d’autres photos dans cet album, et je ne vois que celle à laquelle vous avez répondu. Pour les ajouter toutes, envoyez l’album avec /add en légende.
added-all =
    { $count ->
        [one] Ajoutées : { $done } sur { $all }. La collection compte { $count } image.
       *[other] Ajoutées : { $done } sur { $all }. La collection compte { $count } images.
    }
added =
    { $count ->
        [one] <b>{ $name }</b> est ajoutée. La collection compte { $count } image.
       *[other] <b>{ $name }</b> est ajoutée. La collection compte { $count } images.
    }
remove-what = Laquelle ? Écrivez /remove NAME, ou /remove en réponse à une image que j’ai envoyée.
rename-what = Laquelle, et comment ? Écrivez /rename OLD -> NEW, ou /rename NEW en réponse à une image que j’ai envoyée.
renamed = <b>{ $old }</b> s’appelle maintenant <b>{ $name }</b>.
undo-nothing = Il n’y a rien de vous que je puisse annuler. Je me souviens des cent derniers changements, pendant une semaine.
undo-nothing-at-all = Il n’y a rien que je puisse annuler. Je me souviens des cent derniers changements, pendant une semaine.
undone-add = Annulé : <b>{ $name }</b> n’est plus dans la collection.
undone-remove = Annulé : <b>{ $name }</b> est de nouveau dans la collection.
undone-rename = Annulé : <b>{ $name }</b> s’appelle de nouveau <b>{ $old }</b>.
undone-note = Annulé : ce qui est écrit sur <b>{ $name }</b> est de nouveau comme avant.
removed = <b>{ $name }</b> est retirée.
removed-stays = <b>{ $name }</b> est retirée. Son fichier est encore dans le dossier : supprimez-le là aussi, sinon /reindex la fera revenir.
unknown = Il n’y a pas d’image nommée <b>{ $name }</b>.
duplicates =
    { $count ->
        [one] Il y a { $count } groupe d’images qui sont la même, sur { $all } au total.
       *[other] Il y a { $count } groupes d’images qui sont la même, sur { $all } au total.
    }
duplicates-none = Parmi les images ({ $all } au total), il n’y en a pas deux qui soient la même, à part celles que vous vouliez garder.
duplicates-group = La même image, { $number } sur { $count } ; la première est la meilleure :
duplicates-more = montre plus que la première
duplicates-best = Gardée : <b>{ $name }</b>, retirées : { $names }.
duplicates-left = Les autres ne sont plus ce qu’elles étaient, elles restent donc à côté de { $name }.
duplicates-stay = Des fichiers sont encore dans le dossier : supprimez-les, sinon /reindex les fera revenir.
duplicates-all = Toutes gardées : { $names }. Je ne poserai plus la question à leur sujet.
duplicates-next = Laissées telles quelles : { $names }.
duplicates-stopped = Arrêté ; le reste est comme avant.
duplicates-over = C’était le dernier groupe.
barred = <b>{ $name }</b> est sur une étagère que seuls les admins du bot modifient.
editor-whom = Qui ? Écrivez un identifiant, comme dans /editor 12345, ou répondez à quelqu’un. Avec off à la fin, la personne n’est plus éditeur.
editor-on = <code>{ $id }</code> peut ajouter, renommer et retirer des images : celles de l’étagère <code>uploads</code> et, dans un groupe, celles de ce groupe.
editor-off = <code>{ $id }</code> ne peut pas modifier d’images.
whom = Qui ? Écrivez un identifiant, comme dans /allow 12345, ou répondez à quelqu’un.
may-use = <code>{ $id }</code> peut utiliser le bot.
may-not-use = <code>{ $id }</code> ne peut pas utiliser le bot.
no-ban = <code>{ $id }</code> fait partie des admins du bot, à qui personne ne peut l’interdire.
all-may = (Pour l’instant, tout le monde le peut : ACCESS=open.)
indexing = Indexation…
indexing-counts = { $done } sur { $total }, { $rate } par seconde
indexing-left = encore { $time }
indexing-waiting = Aucun worker n’a répondu depuis { $time }
cancelling = Arrêt en cours…
reindex-what = Écrivez /reindex, ou /reindex check pour savoir seulement ce qui serait fait.
reindex-failed = L’indexation a échoué ; ce qui a été fait est conservé. Consultez le journal, puis réessayez.
reindex-running = Une indexation est déjà en cours.
reindex-drastic =
    { $count ->
        [one] Le fichier de { $count } image sur { $all } a disparu ; l’indexation la retirerait. Le dossier est-il complet ?
       *[other] Les fichiers de { $count } images sur { $all } ont disparu ; l’indexation les retirerait. Le dossier est-il complet ?
    }
comparing = Comparaison en cours…
difference = <b>Ce que ferait une indexation</b>
difference-none = <b>Une indexation ne changerait rien.</b>
difference-added = à ajouter ({ $count })
difference-changed = à regarder de nouveau ({ $count })
difference-gone = à retirer ({ $count })
difference-broken = illisibles ({ $count })
difference-unchanged = inchangées : { $count }
unreadable-none = Chaque fichier du dossier est une image qui peut être retrouvée.
unreadable =
    { $count ->
        [one] { $count } fichier n’a pas pu être indexé :
       *[other] { $count } fichiers n’ont pas pu être indexés :
    }
unreadable-plain = trop peu de détails
indexed = Terminé.
indexed-stopped = Arrêté ; ce qui a été fait est conservé.
indexed-counts =
    { $pictures ->
        [one] { $pictures } image dans la collection
       *[other] { $pictures } images dans la collection
    }
    ajoutées : { $added }
    modifiées : { $changed }
    retirées : { $removed }
    inchangées : { $unchanged }
    illisibles : { $unreadable }
    trop peu de détails : { $plain }
stats =
    { $pictures ->
        [one] <b>{ $pictures } image</b>, descripteurs : { $descriptors }
       *[other] <b>{ $pictures } images</b>, descripteurs : { $descriptors }
    }
    illisibles : { $unreadable }, trop peu de détails : { $plain }
    { $megabytes } MB sur le disque
    moteur : { $engine }
status-well = Tout va bien.
status-deaf = Plus rien n’arrive de Telegram.
status-full = Impossible d’écrire sur le disque.
status-waiting = messages en attente : { $count }, le plus ancien depuis { $time }
status-idle = personne n’attend
status-lookups = recherches : { $minute } dans la dernière minute, { $all } depuis le démarrage
status-errors =
    { $count ->
        [0] aucune erreur dans le journal
        [one] { $count } erreur dans le journal
       *[other] { $count } erreurs dans le journal
    }
status-pictures =
    { $count ->
        [one] { $count } image, génération { $generation }
       *[other] { $count } images, génération { $generation }
    }
status-up = en marche depuis { $time }
status-memory = { $megabytes } MB de mémoire
backup-running = Une sauvegarde est déjà en cours.
backing-up = Sauvegarde en cours…
backed-up = Sauvegardé : { $megabytes } MB dans <code>{ $path }</code>.
backed-up-sent = Je vous ai aussi envoyé la sauvegarde. Gardez-la en lieu sûr : elle dit qui utilise le bot.
backed-up-unsent = Je n’ai pas pu vous envoyer la sauvegarde ; copiez-la de là vers un lieu sûr.
given-up =
    { $count ->
        [one] { $count } message n’a pas pu être traité ({ $reason }). Il est conservé dans inbox.sqlite, sous dead_letters, et le journal en dit plus.
       *[other] { $count } messages n’ont pas pu être traités ({ $reason }). Ils sont conservés dans inbox.sqlite, sous dead_letters, et le journal en dit plus.
    }
given-up-told = La personne qui a demandé en a été avertie.
given-up-untold = Expéditeurs non avertis : { $count }.
seconds = { $seconds } s
minutes = { $minutes } min
hours = { $hours } h { $minutes } min

## People

forget-privately = Envoyez-moi /forget vous-même, dans notre discussion privée.
forgotten =
    C’est fait. Ce que je savais de vous est effacé, y compris des sauvegardes d’ici. Cette discussion est à vous : supprimez-la, et Telegram l’oubliera aussi.
    Si un admin vous avait donné le droit de m’interroger, il devra le refaire.
language-which = Quelle langue dois-je parler ?
language-set = Je parle français maintenant.
group-admins-only = Seuls les admins de ce groupe peuvent faire cela.
privacy =
    <b>Ce que je conserve</b>
    D’une photo que vous cherchez : rien sur le disque. Elle est regardée ici, sur la machine où je tourne, puis jetée ; aucun autre service ne la voit. En mémoire, jusqu’à mon redémarrage : sa somme de contrôle et la réponse, pour répondre aussitôt à la même photo ; pas de qui elle venait.
    Pendant que vous attendez : votre message, jusqu’à la réponse. Ensuite son numéro, pendant deux jours, pour ne pas vous répondre deux fois.
    Derrière un bouton : qui a demandé, et où Telegram garde la photo ; pendant une semaine.
    Dans un groupe où je guette les republications : à quoi chaque photo ressemble pour moi (des caractéristiques ; elles ne permettent pas de refaire la photo), qui l’a publiée, quand et où ; aussi longtemps que les admins du groupe l’ont choisi, sinon 30 jours. /optout : vos photos sont laissées tranquilles, et ce que j’en ai conservé est effacé.
    D’une image que je surveille pour vous : ses caractéristiques, jusqu’à ce que vous l’arrêtiez avec /watches.
    De vous : si un admin vous a donné ou refusé l’accès ou vous a nommé éditeur, et la langue que vous avez choisie.
    Derrière « Pas la même » : le nom de l’image, et 64 bits auxquels je reconnais la photo ; jusqu’à ce que vous l’annuliez.
    Les images que les admins et les éditeurs ajoutent restent jusqu’à ce qu’ils les retirent, avec ce qui a été écrit à leur sujet et un lien vers le message. Qui en a ajouté ou modifié une reste connu pendant une semaine.
    /forget efface ce que je sais de vous, y compris des sauvegardes d’ici.

## Shelves

shelves = <b>Les étagères de la collection</b> ; d’ici, je cherche dans celles marquées ● :
shelf-used =
    { $count ->
        [one] ● { $name } : { $count } image
       *[other] ● { $name } : { $count } images
    }
shelf-unused =
    { $count ->
        [one] ○ { $name } : { $count } image
       *[other] ○ { $name } : { $count } images
    }
shelf-unknown = Il n’y a pas d’étagère <b>{ $name }</b> ici. /collections les montre toutes.
shelf-empty = Rien n’a encore été ajouté ici, je ne trouverais donc rien. Ce qu’un éditeur ajoute dans ce groupe avec /add va sur l’étagère du groupe.
shelf-last = Je dois bien chercher quelque part : c’est la dernière étagère activée. Activez-en d’abord une autre.
use-what = Lesquelles ? Écrivez /use et des noms d’étagères, ou /use all. /collections les montre toutes.

## Command menus

menu-help = Ce que je fais
menu-find = En réponse à une photo : la chercher
menu-compare = En légende d’une photo, en réponse à une autre : est-ce la même image ?
menu-collections = Les étagères de la collection
menu-use = Dans quelles étagères je cherche les photos d’ici
menu-watch = En réponse à une image : me dire où elle est publiée
menu-watches = Les images que je surveille pour vous
menu-top = Qui republie le plus
menu-ignore = En réponse à une photo : ne plus la signaler
menu-settings = Ce que je fais dans ce groupe
menu-optout = Laisser mes photos tranquilles
menu-language = La langue que je parle
menu-privacy = Ce que je conserve
menu-forget = Oublier ce que je sais de vous
menu-reindex = Indexer le dossier d’images
menu-add = En réponse à une photo : l’ajouter sous NAME
menu-rename = Donner un autre nom à une image
menu-undo = Annuler mon dernier changement
menu-remove = Retirer l’image NAME
menu-stats = La collection en chiffres
menu-unreadable = Ce qui n’a pas pu être indexé, et pourquoi
menu-duplicates = Passer en revue les images qui sont la même
menu-status = Comment va le bot
menu-backup = Tout dans un seul fichier
menu-editor = Autoriser quelqu’un à ajouter et retirer des images
menu-allow = Autoriser quelqu’un à utiliser le bot
menu-ban = Interdire le bot à quelqu’un
