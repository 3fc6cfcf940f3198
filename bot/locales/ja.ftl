### ボットの言葉。HTML です。空所にはエスケープ済みの文字が入ります。どの言語にも同じ項目があります。

help =
    写真を送ってください。切り抜き、左右反転、文字入り、本のページを撮ったものでも、コレクションの中から見つけます。画像ファイル、ステッカー、アルバム、GIF、動画でもかまいません。

    <b>グループでは</b>
    写真への返信かキャプションに /find か私の名前を書いてください。アルバムのうち私に見えるのはその写真だけです。私が管理者であるか、プライバシーモードがオフなら別です。
    私がいないチャットでも、私の名前で呼び出せます。
    /settings（グループの管理者）：そこで私が何をするかを選びます。たとえば再投稿の見張りです。

    <b>ほかに</b>
    /compare を写真のキャプションにして、別の写真に返信：同じ画像かどうかを調べます。
    /watch と、私との個人チャットで画像に返信：あなたも私もいて私が見張っているグループにその画像が投稿されたときにお知らせします。
    /language：話す言語を選べます。/privacy：保存している情報。/forget：あなたのことを忘れます。
looking = 調べています…
failed = こちらで問題が起きました。もう一度お試しください。
refusal =
    このボットは、管理者が許可した人にだけ応答します。管理者に伝えるあなたの ID：<code>{ $id }</code>
only-admins = これができるのはボットの管理者だけです。
only-editors = これができるのはボットの管理者と編集者だけです。
no-pictures = コレクションにまだ画像がありません。管理者が /reindex で登録できます。
enough = 一度に多すぎます。1 分間に見られる写真は { $most } 枚までです。残りはあとで送ってください。

## What came in

error-NotAPhoto = 見られるのは画像だけです。写真、画像ファイル、ステッカーのどれかを送ってください。
error-TooBig = ファイルが大きすぎます。Telegram から受け取れるのは 20 MB までです。写真として送ってください。
error-TooBig-clip = この動画は大きすぎます。Telegram から受け取れるのは 20 MB までです。もっと短いものか、その一場面の画像を送ってください。
find-what = 写真に /find で返信するか、キャプションに /find と書いて写真を送ってください。
guest-what = 写真に私の名前で返信するか、キャプションに私の名前を書いて写真を送ってください。
compare-what = 写真への返信として、キャプションに /compare と書いた別の写真を送ってください。2 枚をアルバムで送ることもできます。
preview = 動くものなので、プレビューだけを見ました。

## The answer

same = 見つかりました。
maybe = これかもしれませんが、確かではありません。
same-at = 見つかりました（動画の { $at } 地点）。
maybe-at = これかもしれません（動画の { $at } 地点）。確かではありません。
none = この写真はコレクションにありません。
plain = この写真は細部が少なすぎて判断できません。もっと細部のわかる写真を送ってください。
same-brief = 見つかりました：
maybe-brief = これかも：
same-brief-at = 見つかりました（動画の { $at } 地点）：
maybe-brief-at = これかもしれません（動画の { $at } 地点）：
row = { $said }、{ $item }
and-more = ほか { $count } 件
comparison-same = 同じ画像です。
comparison-maybe = 同じかもしれませんが、確かではありません。
comparison-none = 同じ画像ではありません。
comparison-plain = 片方は細部が少なすぎて判断できません。
comparison-yours = あなたの写真は、もう一方と同じもの{ $done }
proven = 左があなたの写真、右がそこに写っている画像です。緑は重なる部分、線は一致する点を結んでいます。
blinking = あなたの写真と画像を重ねたもの、続いて両者の違いです。違いが大きいほど明るく見えます。
no-proof = もうお見せできません。写真か画像がなくなったか、答えが変わっています。
gone = この画像はもうコレクションにありません。
original-too-big = このファイルは、Telegram で私が送れる 50 MB を超えています。
nothing-more = ほかに似ている画像はコレクションにありません。
more = 次に近いもの：
refused = 今後ここでは、この写真に <b>{ $name }</b> を表示しません。
thanks = ありがとうございます。学習に使います。
accepted = この写真に <b>{ $name }</b> をまた表示できるようにしました。
why =
    <b>理由</b>
    { $inliers } 個の点が画像と同じ位置にあり、画像の細部の { $share }% が写っています。証拠の強さは { $evidence }（確実と言えるのは { $same } から）。
    デコード { $decode } ミリ秒、特徴点 { $extract } ミリ秒、検索 { $search } ミリ秒、位置の照合 { $verify } ミリ秒
why-nothing =
    <b>理由</b>
    コレクションに似ている画像がありません。
    デコード { $decode } ミリ秒、特徴点 { $extract } ミリ秒、検索 { $search } ミリ秒、位置の照合 { $verify } ミリ秒
why-article =
    <b>理由</b>
    記事のコサイン値で最も近いもので、値は { $value } です。この値では、同じものと似たものを区別できません。
    デコード { $decode } ミリ秒、ベクトル { $extract } ミリ秒、行列 { $search } ミリ秒

## Groups that are watched

seen-same-once = 👀 前にも見ました：{ $name }、{ $when }。
seen-same-often = 👀 前にも見ました：最初は { $name }、{ $when }。最後は { $last }、{ $again }。
seen-maybe-once = 👀 前にも見たかもしれません：{ $name }、{ $when }。
seen-maybe-often = 👀 前にも見たかもしれません：最初は { $name }、{ $when }。最後は { $last }、{ $again }。
somebody = 誰か
ago = { $time }前
days-ago =
    { $count ->
       *[other] { $count } 日前
    }
times =
    { $count ->
       *[other] { $count } 回
    }
top-nobody = 私が見たかぎり、過去 30 日間に再投稿した人はいません。
top-off = このグループでは再投稿を見張っていません。グループの管理者が /settings でオンにできます。
top-people = 過去 30 日間に再投稿が多かった人
top-pictures = 再投稿が多かったもの
this-picture = この画像
ignore-what = 写真に /ignore で返信すると、ここではその画像を指摘しなくなります。
ignored = 今後ここでは、この画像を指摘しません。もう一度 /ignore を使うと元に戻ります。
unignored = この画像をまた指摘するようにしました。
opted-out = 今後はどのグループでもあなたの写真に触れません。保存していたその情報は削除しました。/optin で元に戻ります。
opted-in = グループの管理者が望む場所では、またあなたの写真を見張ります。
opt-yourself = ご自身の名義で送ってください。
in-groups-only = これはグループで使うものです。
watch-blind = ここではまだすべてのメッセージが見えません。私をこのグループの管理者にするか、@BotFather（/setprivacy）でプライバシーモードをオフにして私を追加し直してください。
welcome =
    こんにちは。写真が私たちのコレクションのどの画像かを見つけます。再投稿を見張ることもできます。
    このグループでは何をしましょうか？ 選ぶのはグループの管理者です。ほかの設定は /settings にあります。
welcome-asked = ここでは、聞かれたときに答えます。写真に /find か私の名前で返信してください。
welcome-watch = ここでは再投稿を見張り、見つけるたびに通知音なしで 1 行だけお知らせします。聞かれたときにも答えます。ほかの設定は /settings にあります。
welcome-off = ここでは、このグループの管理者にだけ答えます。/settings で変えられます。
settings-in-groups = これはグループで使うものです。そちらで /settings と送ってください。
settings = <b>このグループで私がすること</b>
set-answers = /find か私の名前で聞かれたとき：
set-answers-asked = 全員に答える
set-answers-never = 管理者にだけ答える
set-watch = 写真の再投稿：
set-watch-off = 何もしない
set-watch-on = 指摘する
set-remark = 指摘のしかた：
set-remark-line = 通知音なしの 1 行
set-remark-reaction = リアクション
set-sure = どれくらい確かなら指摘するか：
set-sure-same = 確かなときだけ
set-sure-maybe = 「かもしれない」でもよい
set-days = 見たものを保存する期間：
set-days-30 = 30 日
set-days-7 = 7 日
set-days-90 = 90 日
set-days-365 = 1 年
watch-privately = 私との個人チャットに送ってください。グループで私が見張るかどうかは、そこの管理者が /settings で選びます。
watch-what = 画像に /watch で返信するか、キャプションに /watch と書いて画像を送ってください。
watching = この画像を見張ります。あなたも私もいて私が見張っているグループに、この画像かその一部が投稿されたらお知らせします。/watches で一覧を見られます。
watch-enough = すでに { $most } 枚の画像を見張っています。/watches でどれかをやめてください。
watch-none = 見張っている画像はありません。
watch-one = この画像を見張っています（{ $when }から）。
watch-stopped = もう見張りません。
watch-seen = { $chat } でこの画像を見ました。

## Buttons

button-asked = 聞かれたら答える
button-watch = 静かに見張る
button-off = オフ
button-shelves = 棚…
button-languages = 言語…
button-unwatch = やめる
button-proof = 根拠
button-proof-of = 根拠 { $number }
button-blink = 重ねて比較
button-original = 元のファイル
button-right = 合っている
button-wrong = 同じではない
button-undo = 元に戻す
button-more = もっと見る
button-why = 理由
button-nearest = 最も近いものを表示
button-pictures = 画像を表示
button-cancel = キャンセル
button-start = 開始
button-keep-best = 最良のものを残す
button-keep-all = すべて残す
button-next = 次へ
button-stop = やめる
not-yours = このボタンはほかの人のものです。
too-old = このボタンは古すぎます。もう一度調べてください。

## What was done to a picture

done-cropped = { $share }% に切り抜き
done-mirrored = 左右反転
done-flipped = 上下反転
done-turned-180 = 180° 回転
done-turned-right = 右に { $degrees }° 回転
done-turned-left = 左に { $degrees }° 回転
done-angle = 斜めから撮影
done-wider = 引き伸ばし：横に { $share }%
done-taller = 引き伸ばし：縦に { $share }%
done-size = 元の { $share }% のサイズ
done-fills = 写真の { $share }% を占める
done-added = 何かを追加：{ $where }
done-inside = より大きなものの中
done-inside-on = より大きなものの中、その { $share }% を占める
done-caption = キャプションを追加：{ $where }
done-border = 枠を追加
done-border-white = 白い枠を追加
done-border-black = 黒い枠を追加
done-bars = 帯を追加：{ $where }
done-bars-white = 白い帯を追加：{ $where }
done-bars-black = 黒い帯を追加：{ $where }
done-pixelated = モザイク状
done-compressed = 強く圧縮
done-inverted = 色を反転
done-gray = 白黒に変換
done-colours = 色を変更
done-colourful = より鮮やか
done-paler = より淡い色
done-brighter = より明るい
done-darker = より暗い
done-more-contrast = コントラスト強め
done-less-contrast = コントラスト弱め
done-blurred = ぼやけ
done-noisy = ノイズあり
done-text = 上に文字あり
done-text-at = 上に文字あり：{ $where }
done-covered = { $share }% が隠れている
done-covered-at = { $share }% が隠れている：{ $where }
at-top = 上
at-bottom = 下
at-left = 左
at-right = 右
at-middle = 中央

## What the library refuses

error-NotAnImage = これは画像ではありません。JPEG、PNG、WebP のどれかを送ってください。
error-UnsupportedFormat = ここでは { $name } の画像を読み込めません。JPEG か PNG で送ってください。
error-TooLarge = この画像は大きすぎます（{ $size }、上限は { $limit }）。もっと小さいものを送ってください。
error-TooNarrow = この画像は細すぎて（{ $size }）何も見分けられません。別のものを送ってください。
error-Damaged = この画像は壊れていて読み込めません。別のファイルを送ってください。
error-TooLarge-clip = この動画は大きすぎます（{ $size }、上限 { $limit }）。もっと小さいものを送ってください。
error-Damaged-clip = この動画は壊れていて読み込めません。別のファイルを送ってください。
error-NoPicture = この動画には、ここで読み込める画像がありません。MP4 で送ってください。
error-Moving = これは動画で、画像ではありません。その一場面を JPEG か PNG で送ってください。
error-BadName = 画像にこの名前は付けられません：{ $reason }。
error-NameTaken = { $name } という名前の画像はすでにあります。
error-NamedByFile = { $name } の名前はファイルの名前です。ファイルの名前を変えてから、/reindex を使ってください。
error-BadNote = このキャプションまたはタグは保存できません：{ $reason }。
error-UnknownName = { $name } という名前の画像はありません。
error-TooPlain = { $name } は細部が少なすぎて、あとで見つけられないため、追加しませんでした。
error-NoDecoder = 今は画像を見ることができません（{ $reason }）。あとでもう一度お試しください。
error-QueueAway = { $where } にあるワーカーのキューを使えません：{ $reason }。済んだ分は残ります。続きは /reindex で。

## Admins

add-what = 写真に /add NAME #TAG で返信するか、それをキャプションにして写真かアルバムを送ってください。名前とタグは省略できます。
adding = 追加しています…
added-alone = そのアルバムにはほかにも写真がありますが、私に見えるのは返信先の 1 枚だけです。すべて追加するには、キャプションに /add と書いてアルバムを送ってください。
added-all =
    { $count ->
       *[other] { $all } 枚中 { $done } 枚を追加しました。コレクションの画像は { $count } 枚です。
    }
added =
    { $count ->
       *[other] <b>{ $name }</b> を追加しました。コレクションの画像は { $count } 枚です。
    }
remove-what = どの画像ですか？ /remove NAME と書くか、私が送った画像に /remove で返信してください。
rename-what = どの画像を、どんな名前にしますか？ /rename OLD -> NEW と書くか、私が送った画像に /rename NEW で返信してください。
renamed = <b>{ $old }</b> の名前は <b>{ $name }</b> になりました。
undo-nothing = あなたの変更で、元に戻せるものはありません。覚えているのは直近 100 件の変更で、期間は 1 週間です。
undo-nothing-at-all = 元に戻せる変更はありません。覚えているのは直近 100 件の変更で、期間は 1 週間です。
undone-add = 元に戻しました：<b>{ $name }</b> はもうコレクションにありません。
undone-remove = 元に戻しました：<b>{ $name }</b> はまたコレクションにあります。
undone-rename = 元に戻しました：<b>{ $name }</b> の名前はまた <b>{ $old }</b> です。
undone-note = 元に戻しました：<b>{ $name }</b> について書かれていることは以前のとおりです。
removed = <b>{ $name }</b> を削除しました。
removed-stays = <b>{ $name }</b> を削除しました。ファイルはまだフォルダーにあります。そちらも削除しないと、/reindex で元に戻ります。
unknown = <b>{ $name }</b> という名前の画像はありません。
duplicates =
    { $count ->
       *[other] { $all } 枚の画像の中に、同じ画像の組が { $count } 組あります。
    }
duplicates-none = { $all } 枚の画像の中に、同じ画像はありません（残すことにしたものを除きます）。
duplicates-group = 同じ画像、{ $count } 組中 { $number } 組目。最初のものが最良です：
duplicates-more = 最初のものより広く写っている
duplicates-best = <b>{ $name }</b> を残し、次を削除しました：{ $names }。
duplicates-left = ほかのものは以前と変わっているため、{ $name } とともに残しました。
duplicates-stay = フォルダーのファイルはまだあります。それも削除しないと、/reindex で元に戻ります。
duplicates-all = すべて残しました：{ $names }。これらについてはもう尋ねません。
duplicates-next = そのままにしました：{ $names }。
duplicates-stopped = やめました。残りはそのままです。
duplicates-over = これで最後です。
barred = <b>{ $name }</b> は、ボットの管理者だけが変更できる棚にあります。
editor-whom = 誰ですか？ /editor 12345 のように ID を書くか、その人に返信してください。後ろに off を付けると、その人は編集者ではなくなります。
editor-on = <code>{ $id }</code> は画像を追加、改名、削除できます。対象は棚 <code>uploads</code> の画像で、グループではそのグループの画像です。
editor-off = <code>{ $id }</code> は画像を変更できません。
whom = 誰ですか？ /allow 12345 のように ID を書くか、その人に返信してください。
may-use = <code>{ $id }</code> はこのボットを使えます。
may-not-use = <code>{ $id }</code> はこのボットを使えません。
no-ban = <code>{ $id }</code> はボットの管理者です。管理者の利用は禁止できません。
all-may = （現在は誰でも使えます：ACCESS=open。）
indexing = 登録しています…
indexing-counts = { $done } / { $total }、毎秒 { $rate } 枚
indexing-left = 残り { $time }
indexing-waiting = { $time } の間、どのワーカーも応答していません
cancelling = 停止しています…
reindex-what = /reindex と書いてください。何が変わるかを知るだけなら /reindex check です。
reindex-failed = 再登録に失敗しました。終わった分は残っています。ログを確認してから、もう一度お試しください。
reindex-running = すでに再登録を実行しています。
reindex-drastic =
    { $count ->
       *[other] 画像 { $all } 枚のうち { $count } 枚のファイルがなくなっています。再登録すると、その画像はコレクションから削除されます。フォルダーの中身はそろっていますか？
    }
comparing = 比べています…
difference = <b>再登録で行われること</b>
difference-none = <b>再登録しても何も変わりません。</b>
difference-added = 追加する画像 { $count } 枚
difference-changed = 見直す画像 { $count } 枚
difference-gone = 削除する画像 { $count } 枚
difference-broken = 読み込み不可 { $count } 件
difference-unchanged = 変更なし { $count } 枚
unreadable-none = フォルダーのファイルは、どれも見つけられる画像です。
unreadable =
    { $count ->
       *[other] { $count } 件のファイルを登録できませんでした：
    }
unreadable-plain = 細部が不足
indexed = 完了しました。
indexed-stopped = 停止しました。終わった分は残っています。
indexed-counts =
    { $pictures ->
       *[other] コレクションの画像 { $pictures } 枚
    }
    追加 { $added }
    変更 { $changed }
    削除 { $removed }
    変更なし { $unchanged }
    読み込み不可 { $unreadable }
    細部が不足 { $plain }
stats =
    { $pictures ->
       *[other] <b>画像 { $pictures } 枚</b>、特徴量 { $descriptors } 個
    }
    読み込み不可 { $unreadable }、細部が不足 { $plain }
    ディスク使用量 { $megabytes } MB
    エンジン：{ $engine }
status-well = すべて正常です。
status-deaf = Telegram からの更新が届いていません。
status-full = ディスクに書き込めません。
status-waiting = { $count } 件が待機中、最長で { $time }
status-idle = 待っている人はいません
status-lookups = 検索は直近 1 分間に { $minute } 件、起動してから { $all } 件
status-errors =
    { $count ->
        [0] ログにエラーはありません
       *[other] ログにエラー { $count } 件
    }
status-pictures =
    { $count ->
       *[other] 画像 { $count } 枚、第 { $generation } 世代
    }
status-up = 稼働時間 { $time }
status-memory = メモリー { $megabytes } MB
backup-running = すでにバックアップを作成しています。
backing-up = バックアップしています…
backed-up = バックアップしました：{ $megabytes } MB、場所は <code>{ $path }</code>。
backed-up-sent = あなたにも送りました。誰がボットを使っているかがわかるものなので、大切に保管してください。
backed-up-unsent = あなたに送れませんでした。そこから安全な場所にコピーしてください。
given-up =
    { $count ->
       *[other] { $count } 件のメッセージを処理できませんでした（{ $reason }）。inbox.sqlite の dead_letters に保存してあり、詳しくはログにあります。
    }
given-up-told = 送った人には知らせました。
given-up-untold = 知らせていない送信者：{ $count } 人。
seconds = { $seconds } 秒
minutes = { $minutes } 分
hours = { $hours } 時間 { $minutes } 分

## People

forget-privately = ご自身で、私との個人チャットに /forget と送ってください。
forgotten =
    完了しました。あなたについての情報は、ここのバックアップも含めてすべて消しました。このチャットはあなたのものです。削除すれば、Telegram からも消えます。
    管理者の許可を受けて使っていた場合は、もう一度許可してもらう必要があります。
language-which = どの言語で話しましょうか？
language-set = これからは日本語で話します。
group-admins-only = これができるのはこのグループの管理者だけです。
privacy =
    <b>保存している情報</b>
    調べる写真について：ディスクには何も保存しません。私が動いているこのマシンの上で見て、捨てます。ほかのサービスの目に触れることはありません。再起動されるまで、同じ写真にすぐ答えられるように、写真のチェックサムと答えだけをメモリに残します。誰の写真だったかは残しません。
    お待ちの間：あなたのメッセージを、返答するまで。その後は、二重に返答しないようにメッセージの番号だけを 2 日間。
    ボタンのために：誰が調べたか、写真が Telegram のどこにあるかを 1 週間。
    再投稿を見張るグループでは：それぞれの写真が私にどう見えるか（特徴量。そこから写真は作れません）と、誰がいつどこに投稿したか。期間はグループの管理者が選んだとおりで、選んでいなければ 30 日間。/optout を使うと、あなたの写真には触れず、保存していたその情報を削除します。
    あなたが見張る画像について：その特徴量を、/watches でやめるまで。
    あなたについて：管理者に許可または禁止されたか、編集者にされたかと、選んだ言語。
    「同じではない」のために：画像の名前と、その写真をまた見分けるための 64 ビットを、元に戻すまで。
    管理者と編集者が追加した画像は、その人たちが削除するまで、それについて書かれていることとメッセージへのリンクとともに残ります。誰が追加または変更したかがわかるのは 1 週間です。
    /forget を使うと、あなたについての情報を、ここのバックアップも含めて削除します。

## Shelves

shelves = <b>コレクションの棚</b>（ここでは ● の付いた棚を検索します）：
shelf-used =
    { $count ->
       *[other] ● { $name }：画像 { $count } 枚
    }
shelf-unused =
    { $count ->
       *[other] ○ { $name }：画像 { $count } 枚
    }
shelf-unknown = <b>{ $name }</b> という棚はここにはありません。/collections で一覧を見られます。
shelf-empty = ここにはまだ何も追加されていないので、何も見つかりません。このグループで編集者が /add で追加した画像は、グループ専用の棚に入ります。
shelf-last = 検索する棚が少なくとも 1 つ必要です。これは最後に残った棚です。先に別の棚をオンにしてください。
use-what = どの棚ですか？ /use に続けて棚の名前を書くか、/use all と書いてください。/collections で一覧を見られます。

## Command menus

menu-help = 私にできること
menu-find = 写真に返信：その写真を調べる
menu-compare = 写真への返信で、別の写真のキャプションに：同じ画像か？
menu-collections = コレクションの棚
menu-use = ここで写真を調べるときに使う棚
menu-watch = 画像に返信：投稿された場所を知らせる
menu-watches = あなたのために見張っている画像
menu-top = 再投稿が多い人
menu-ignore = 写真に返信：もう指摘しない
menu-settings = このグループで私がすること
menu-optout = 自分の写真に触れないようにする
menu-language = 私が話す言語
menu-privacy = 保存している情報
menu-forget = あなたについての情報を忘れる
menu-reindex = 画像フォルダーを登録する
menu-add = 写真に返信：NAME という名前で追加する
menu-rename = 画像の名前を変える
menu-undo = 自分の最後の変更を元に戻す
menu-remove = 画像 NAME を削除する
menu-stats = 数字で見るコレクション
menu-unreadable = 登録できなかったものとその理由
menu-duplicates = 同じ画像を順に見ていく
menu-status = ボットの状態
menu-backup = すべてを 1 つのファイルに
menu-editor = 画像の追加と削除を許可する
menu-allow = ボットの利用を許可する
menu-ban = ボットの利用を禁止する
