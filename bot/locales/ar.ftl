### ما يقوله البوت، بصيغة HTML؛ تُملأ الفراغات بنص آمن. النصوص نفسها في كل لغة.
### U+200E stands, unseen, before commands and sizes: it keeps them running from left to right.

help =
    أرسل إليّ صورة، وسأجدها في المكتبة، حتى لو كانت مقصوصة، أو معكوسة، أو مضافًا إليها نص، أو مصوَّرة من صفحة مطبوعة. ويمكن أن تكون ملف صورة، أو ملصقًا، أو ألبومًا، أو صورة GIF، أو مقطع فيديو.

    <b>في المجموعات</b>
    الأمر ‎/find أو اسمي، ردًا على صورة أو تعليقًا عليها. ولا أرى من الألبوم إلا تلك الصورة، ما لم أكن مشرفًا أو يكن وضع الخصوصية معطّلًا.
    ويمكنك مناداتي باسمي أيضًا في المحادثات التي لست عضوًا فيها.
    الأمر ‎/settings لمشرفي المجموعة: ما أفعله هناك، ومنه مراقبة إعادة النشر.

    <b>وأيضًا</b>
    الأمر ‎/compare تعليقًا على صورة، ردًا على صورة أخرى: هل هما الصورة نفسها؟
    الأمر ‎/watch ردًا على صورة، في محادثتنا الخاصة: أخبرك حين تُنشر في مجموعة تجمعنا وأراقبها.
    الأمر ‎/language لأتحدث لغتك، والأمر ‎/privacy لتعرف ما أحتفظ به، والأمر ‎/forget لأنساك.
looking = أنظر إليها…
failed = حدث خطأ من جهتي. حاول مرة أخرى من فضلك.
refusal =
    لا يجيب هذا البوت إلا من سمح لهم مشرفوه. معرّفك الذي تعطيه لهم: <code>{ $id }</code>
only-admins = لا يستطيع فعل ذلك إلا مشرفو البوت.
only-editors = لا يستطيع فعل ذلك إلا مشرفو البوت ومحرّروه.
no-pictures = لا توجد صور في المكتبة بعد. يمكن لأحد المشرفين فهرستها بالأمر ‎/reindex.
enough = هذا كثير دفعة واحدة. أقصى ما أنظر إليه من الصور في الدقيقة: { $most }. أرسل الباقي لاحقًا من فضلك.

## What came in

error-NotAPhoto = لا أنظر إلا إلى الصور. أرسل صورة، أو ملف صورة، أو ملصقًا.
error-TooBig = هذا الملف كبير جدًا: لا يعطيني Telegram ملفات أكبر من ‎20 MB. أرسله كصورة.
error-TooBig-clip = هذا المقطع كبير جدًا: لا يعطيني Telegram ملفات أكبر من ‎20 MB. أرسل مقطعًا أقصر، أو صورة منه.
find-what = رُدّ على صورة بالأمر ‎/find، أو أرسل صورة بالتعليق ‎/find.
guest-what = رُدّ على صورة باسمي، أو أرسل صورة واجعل اسمي تعليقًا عليها.
compare-what = أرسل صورة بالتعليق ‎/compare ردًا على صورة أخرى، أو أرسل صورتين في ألبوم.
preview = هذه متحركة، لذلك لم أنظر إلا إلى معاينتها.

## The answer

same = وجدتها.
maybe = ربما هذه، لست متأكدًا.
same-at = وجدتها، بعد { $at } من بداية المقطع.
maybe-at = ربما هذه، بعد { $at } من بداية المقطع؛ لست متأكدًا.
none = الصورة التي أرسلتها ليست في المكتبة.
plain = تفاصيل هذه الصورة أقل من أن أحكم عليها. أرسل صورة تُظهر تفاصيل أكثر.
same-brief = وجدتها:
maybe-brief = ربما:
same-brief-at = وُجدت، بعد { $at } من بداية المقطع:
maybe-brief-at = ربما، بعد { $at } من بداية المقطع:
row = { $said }، { $item }
and-more = و{ $count } غيرها
comparison-same = الصورة نفسها.
comparison-maybe = ربما هي نفسها، لست متأكدًا.
comparison-none = ليستا الصورة نفسها.
comparison-plain = تفاصيل إحداهما أقل من أن أحكم عليها.
comparison-yours = صورتك هي الأخرى نفسها{ $done }
proven = على اليسار صورتك، وعلى اليمين الصورة الظاهرة فيها. الأخضر حيث تتطابقان، والخطوط تصل بين النقاط المتوافقة.
blinking = صورتك وصورة المكتبة إحداهما فوق الأخرى؛ ثم مواضع اختلافهما، وكلما زاد الاختلاف زاد السطوع.
no-proof = لم يعد بإمكاني عرض ذلك: صورتك أو صورة المكتبة لم تعد موجودة، أو أن الجواب تغيّر.
gone = لم تعد هذه الصورة في المكتبة.
original-too-big = هذا الملف أكبر من ‎50 MB، وهو أقصى ما يسمح لي Telegram بإرساله.
nothing-more = لا يوجد في المكتبة شيء آخر يشبهها.
more = تليها هذه:
refused = لن أعرض <b>{ $name }</b> هنا لهذه الصورة بعد الآن.
thanks = شكرًا، سأتعلم من ذلك.
accepted = يمكن أن تُعرض <b>{ $name }</b> لهذه الصورة من جديد.
why =
    <b>السبب</b>
    عدد النقاط الواقعة في مواضعها من صورة المكتبة: { $inliers }، والظاهر من تفاصيلها { $share }%: قوة الدليل { $evidence }، والمطلوب للتأكد { $same }.
    فك الترميز { $decode } ملي ث، النقاط المميزة { $extract } ملي ث، البحث { $search } ملي ث، المطابقة الهندسية { $verify } ملي ث
why-nothing =
    <b>السبب</b>
    لا شيء في المكتبة يشبهها.
    فك الترميز { $decode } ملي ث، النقاط المميزة { $extract } ملي ث، البحث { $search } ملي ث، المطابقة الهندسية { $verify } ملي ث
why-article =
    <b>السبب</b>
    هذه هي الأقرب بحسب جيب التمام الوارد في المقال، وقيمته { $value }، وهو لا يميّز المطابق من الشبيه.
    فك الترميز { $decode } ملي ث، المتجه { $extract } ملي ث، المصفوفة { $search } ملي ث

## Groups that are watched

seen-same-once = 👀 سبق أن رأيتها: { $name }، { $when }.
seen-same-often = 👀 سبق أن رأيتها: أول مرة { $name }، { $when }؛ وآخر مرة { $last }، { $again }.
seen-maybe-once = 👀 ربما سبق أن رأيتها: { $name }، { $when }.
seen-maybe-often = 👀 ربما سبق أن رأيتها: أول مرة { $name }، { $when }؛ وآخر مرة { $last }، { $again }.
somebody = شخص ما
ago = قبل { $time }
days-ago =
    { $count ->
        [zero] قبل { $count } يوم
        [one] قبل يوم واحد ({ $count })
        [two] قبل يومين ({ $count })
        [few] قبل { $count } أيام
        [many] قبل { $count } يومًا
       *[other] قبل { $count } يوم
    }
times =
    { $count ->
        [zero] { $count } مرة
        [one] مرة واحدة ({ $count })
        [two] مرتان ({ $count })
        [few] { $count } مرات
        [many] { $count } مرة
       *[other] { $count } مرة
    }
top-nobody = لم أرَ أحدًا يعيد نشر شيء في آخر 30 يومًا.
top-off = لا أراقب إعادة النشر في هذه المجموعة. يشغّل مشرفوها ذلك بالأمر ‎/settings.
top-people = الأكثر إعادةً للنشر في آخر 30 يومًا
top-pictures = أكثر ما أُعيد نشره
this-picture = هذه الصورة
ignore-what = رُدّ على صورة بالأمر ‎/ignore، فلا أنبّه إليها هنا بعد ذلك.
ignored = لن أنبّه إلى هذه الصورة هنا بعد الآن. للتراجع استخدم الأمر ‎/ignore مرة أخرى.
unignored = سأنبّه إلى هذه الصورة من جديد.
opted-out = لن أتعرّض لصورك في أي مجموعة بعد الآن، وقد حُذف ما كنت أحتفظ به منها. للتراجع استخدم الأمر ‎/optin.
opted-in = سأراقب صورك من جديد، حيث يريد مشرفو المجموعة ذلك.
opt-yourself = أرسل إليّ ذلك باسمك أنت من فضلك.
in-groups-only = هذا الأمر للمجموعات.
watch-blind = لا أرى هنا كل الرسائل بعد. اجعلني مشرفًا في هذه المجموعة، أو عطّل وضع الخصوصية لدى ‎@BotFather بالأمر ‎/setprivacy وأضفني من جديد.
welcome =
    مرحبًا. أجد أيّ صورة من مكتبتنا هي الصورة المرسلة، ويمكنني مراقبة إعادة النشر.
    ماذا أفعل في هذه المجموعة؟ الاختيار لمشرفيها؛ وفي الأمر ‎/settings المزيد.
welcome-asked = أجيب هنا حين أُسأل: بالأمر ‎/find أو باسمي، ردًا على صورة.
welcome-watch = أراقب هنا إعادة النشر، بسطر واحد صامت في كل مرة، وأجيب حين أُسأل. وفي الأمر ‎/settings المزيد.
welcome-off = لا أجيب هنا إلا مشرفي هذه المجموعة. لتغيير ذلك استخدم الأمر ‎/settings.
settings-in-groups = هذا الأمر للمجموعات: أرسل ‎/settings هناك.
settings = <b>ما أفعله في هذه المجموعة</b>
set-answers = حين أُسأل بالأمر ‎/find أو باسمي:
set-answers-asked = أجيب الجميع
set-answers-never = أجيب المشرفين فقط
set-watch = الصور المعاد نشرها:
set-watch-off = أتركها
set-watch-on = أنبّه إليها
set-remark = طريقة التنبيه:
set-remark-line = سطر واحد صامت
set-remark-reaction = تفاعل
set-sure = درجة التأكد المطلوبة:
set-sure-same = متأكد
set-sure-maybe = تكفي «ربما»
set-days = مدة احتفاظي بما رأيته:
set-days-30 = 30 يومًا
set-days-7 = 7 أيام
set-days-90 = 90 يومًا
set-days-365 = سنة
watch-privately = أرسل إليّ ذلك في محادثتنا الخاصة. أما في المجموعات فيختار مشرفو المجموعة بالأمر ‎/settings هل أراقبها.
watch-what = رُدّ على صورة بالأمر ‎/watch، أو أرسل صورة بالتعليق ‎/watch.
watching = أراقب هذه الصورة: حين تُنشر، هي أو جزء منها، في مجموعة تجمعنا وأراقبها، أخبرك. الأمر ‎/watches يعرض كل ما تراقبه.
watch-enough = بلغت أقصى عدد من الصور التي يمكنك مراقبتها: { $most }. أوقف إحداها بالأمر ‎/watches.
watch-none = لا تراقب أي صورة.
watch-one = أراقب هذه الصورة لك. طلبت ذلك { $when }.
watch-stopped = لم أعد أراقبها.
watch-seen = رأيت هذه الصورة في { $chat }.

## Buttons

button-asked = الإجابة عند السؤال
button-watch = مراقبة صامتة
button-off = تعطيل
button-shelves = الرفوف…
button-languages = اللغة…
button-unwatch = إيقاف
button-proof = الإثبات
button-proof-of = الإثبات { $number }
button-blink = مقارنة بالتناوب
button-original = الملف الأصلي
button-right = صحيح
button-wrong = ليست نفسها
button-undo = تراجع
button-more = المزيد
button-why = لماذا؟
button-nearest = عرض الأقرب
button-pictures = عرض الصور
button-cancel = إلغاء
button-start = بدء
button-keep-best = إبقاء الأفضل
button-keep-all = إبقاء الكل
button-next = التالي
button-stop = إيقاف
not-yours = هذا الزر لشخص آخر.
too-old = هذا الزر قديم جدًا. اسأل من جديد.

## What was done to a picture

done-cropped = مقصوصة إلى { $share }%
done-mirrored = معكوسة أفقيًا
done-flipped = معكوسة رأسيًا
done-turned-180 = مُدارة 180 درجة
done-turned-right = مُدارة إلى اليمين بزاوية { $degrees }°
done-turned-left = مُدارة إلى اليسار بزاوية { $degrees }°
done-angle = مصوَّرة من زاوية مائلة
done-wider = ممطوطة: أعرض بنسبة { $share }%
done-taller = ممطوطة: أطول بنسبة { $share }%
done-size = حجمها { $share }% من الأصل
done-fills = تشغل { $share }% من الصورة المرسلة
done-added = أُضيف شيء: { $where }
done-inside = داخل شيء أكبر
done-inside-on = داخل شيء أكبر، على { $share }% منه
done-caption = أُضيف تعليق: { $where }
done-border = أُضيف إطار
done-border-white = أُضيف إطار أبيض
done-border-black = أُضيف إطار أسود
done-bars = أُضيف شريط: { $where }
done-bars-white = أُضيف شريط أبيض: { $where }
done-bars-black = أُضيف شريط أسود: { $where }
done-pixelated = مُبكسَلة
done-compressed = مضغوطة بشدة
done-inverted = معكوسة الألوان
done-gray = محوَّلة إلى الأبيض والأسود
done-colours = مغيَّرة الألوان
done-colourful = ألوانها أزهى
done-paler = ألوانها أبهت
done-brighter = أفتح
done-darker = أغمق
done-more-contrast = تباينها أعلى
done-less-contrast = تباينها أقل
done-blurred = ضبابية
done-noisy = فيها تشويش
done-text = فوقها نص
done-text-at = فوقها نص: { $where }
done-covered = شيء يغطي { $share }% منها
done-covered-at = شيء يغطي { $share }% منها: { $where }
at-top = الأعلى
at-bottom = الأسفل
at-left = اليسار
at-right = اليمين
at-middle = الوسط

## What the library refuses

error-NotAnImage = هذا الملف ليس صورة. أرسل JPEG أو PNG أو WebP.
error-UnsupportedFormat = لا يمكن هنا قراءة الصور بصيغة { $name }. أرسلها بصيغة JPEG أو PNG.
error-TooLarge = هذه الصورة كبيرة جدًا ({ $size }؛ والحد الأقصى { $limit }). أرسل صورة أصغر.
error-TooNarrow = هذه الصورة ضيقة جدًا ({ $size }) فلا يُرى فيها شيء. أرسل غيرها.
error-Damaged = هذه الصورة تالفة ولا يمكن قراءتها. أرسل نسخة أخرى.
error-TooLarge-clip = هذا المقطع كبير جدًا ({ $size }؛ والحد الأقصى { $limit }). أرسل مقطعًا أصغر.
error-Damaged-clip = هذا المقطع تالف ولا يمكن قراءته. أرسل نسخة أخرى.
error-NoPicture = لا توجد في هذا المقطع صورة يمكن قراءتها هنا. أرسله بصيغة MP4.
error-Moving = هذا مقطع وليس صورة. أرسل صورة منه بصيغة JPEG أو PNG.
error-BadName = لا يمكن أن تحمل صورة في المكتبة هذا الاسم: { $reason }.
error-NameTaken = توجد في المكتبة صورة باسم { $name } من قبل.
error-NamedByFile = اسم { $name } هو اسم ملفها. أعد تسمية الملف، ثم استخدم الأمر ‎/reindex.
error-BadNote = لا يمكن حفظ هذا التعليق أو هذه الوسوم: { $reason }.
error-UnknownName = لا توجد في المكتبة صورة باسم { $name }.
error-TooPlain = تفاصيل { $name } أقل من أن يُعثر عليها لاحقًا، لذلك لم تُضَف.
error-NoDecoder = لا يمكن النظر إلى أي صورة الآن ({ $reason }). حاول لاحقًا.
error-QueueAway = لا يمكن استخدام طابور العمّال على { $where }: { $reason }. ما أُنجز محفوظ؛ ويُكمل ‎/reindex من هناك.

## Admins

add-what = رُدّ على صورة بالأمر ‎/add NAME #TAG، أو أرسل صورة أو ألبومًا واجعل ذلك تعليقًا. يمكن الاستغناء عن الاسم والوسوم.
adding = تجري الإضافة…
added-alone = في ذلك الألبوم صور أخرى، ولا أرى منها إلا التي رددت عليها. لإضافتها كلها أرسل الألبوم بالتعليق ‎/add.
added-all =
    { $count ->
        [zero] أُضيف { $done } من { $all }. في المكتبة { $count } صورة.
        [one] أُضيف { $done } من { $all }. في المكتبة صورة واحدة ({ $count }).
        [two] أُضيف { $done } من { $all }. في المكتبة صورتان ({ $count }).
        [few] أُضيف { $done } من { $all }. في المكتبة { $count } صور.
        [many] أُضيف { $done } من { $all }. في المكتبة { $count } صورة.
       *[other] أُضيف { $done } من { $all }. في المكتبة { $count } صورة.
    }
added =
    { $count ->
        [zero] أُضيفت <b>{ $name }</b>. في المكتبة { $count } صورة.
        [one] أُضيفت <b>{ $name }</b>. في المكتبة صورة واحدة ({ $count }).
        [two] أُضيفت <b>{ $name }</b>. في المكتبة صورتان ({ $count }).
        [few] أُضيفت <b>{ $name }</b>. في المكتبة { $count } صور.
        [many] أُضيفت <b>{ $name }</b>. في المكتبة { $count } صورة.
       *[other] أُضيفت <b>{ $name }</b>. في المكتبة { $count } صورة.
    }
remove-what = أيّ صورة؟ اكتب ‎/remove NAME، أو ‎/remove ردًا على صورة من المكتبة أرسلتُها أنا.
rename-what = أيّ صورة، وبأيّ اسم؟ اكتب ‎/rename OLD -> NEW، أو ‎/rename NEW ردًا على صورة من المكتبة أرسلتُها أنا.
renamed = أصبح اسم <b>{ $old }</b> الآن <b>{ $name }</b>.
undo-nothing = ليس لك تغيير أستطيع التراجع عنه. أتذكّر آخر مئة تغيير، لمدة أسبوع.
undo-nothing-at-all = لا يوجد تغيير أستطيع التراجع عنه. أتذكّر آخر مئة تغيير، لمدة أسبوع.
undone-add = تم التراجع: لم تعد <b>{ $name }</b> في المكتبة.
undone-remove = تم التراجع: عادت <b>{ $name }</b> إلى المكتبة.
undone-rename = تم التراجع: عاد اسم <b>{ $name }</b> إلى <b>{ $old }</b>.
undone-note = تم التراجع: عاد المكتوب عن <b>{ $name }</b> كما كان من قبل.
removed = أُزيلت <b>{ $name }</b>.
removed-stays = أُزيلت <b>{ $name }</b>. لا يزال ملفها في المجلد: احذفه منه أيضًا، وإلا أعادها الأمر ‎/reindex.
unknown = لا توجد في المكتبة صورة باسم <b>{ $name }</b>.
duplicates =
    { $count ->
        [zero] في المكتبة { $count } مجموعة من الصور المتطابقة، وعدد الصور كلها { $all }.
        [one] في المكتبة مجموعة واحدة ({ $count }) من الصور المتطابقة، وعدد الصور كلها { $all }.
        [two] في المكتبة مجموعتان ({ $count }) من الصور المتطابقة، وعدد الصور كلها { $all }.
        [few] في المكتبة { $count } مجموعات من الصور المتطابقة، وعدد الصور كلها { $all }.
        [many] في المكتبة { $count } مجموعة من الصور المتطابقة، وعدد الصور كلها { $all }.
       *[other] في المكتبة { $count } مجموعة من الصور المتطابقة، وعدد الصور كلها { $all }.
    }
duplicates-none = لا توجد في المكتبة صورتان متطابقتان، سوى ما أردت إبقاءه؛ وعدد الصور كلها { $all }.
duplicates-group = الصورة نفسها، { $number } من { $count }؛ الأولى هي الأفضل:
duplicates-more = تُظهر أكثر من الأولى
duplicates-best = أُبقيت <b>{ $name }</b>، وأُزيل: { $names }.
duplicates-left = لم تعد الأخرى كما كانت، لذلك تبقى إلى جانب { $name }.
duplicates-stay = لا تزال ملفات في المجلد: احذفها، وإلا أعادها الأمر ‎/reindex.
duplicates-all = أُبقيت كلها: { $names }. لن أسأل عنها مرة أخرى.
duplicates-next = تُركت كما هي: { $names }.
duplicates-stopped = تم الإيقاف؛ والباقي كما كان.
duplicates-over = كانت هذه الأخيرة.
barred = <b>{ $name }</b> على رفّ لا يغيّره إلا مشرفو البوت.
editor-whom = من تقصد؟ اكتب معرّفًا، مثل ‎/editor 12345، أو رُدّ على رسالة الشخص. وبإضافة off بعد ذلك لا يبقى محرّرًا.
editor-on = يُسمح للمعرّف <code>{ $id }</code> بإضافة صور المكتبة وإعادة تسميتها وإزالتها: صور الرفّ <code>uploads</code>، وفي أي مجموعة صور تلك المجموعة.
editor-off = لا يُسمح للمعرّف <code>{ $id }</code> بتغيير صور المكتبة.
whom = من تقصد؟ اكتب معرّفًا، مثل ‎/allow 12345، أو رُدّ على رسالة الشخص.
may-use = يُسمح للمعرّف <code>{ $id }</code> باستخدام البوت.
may-not-use = لا يُسمح للمعرّف <code>{ $id }</code> باستخدام البوت.
no-ban = المعرّف <code>{ $id }</code> لأحد مشرفي البوت، ولا يمكن حظرهم.
all-may = (يُسمح للجميع حاليًا: ACCESS=open.)
indexing = تجري الفهرسة…
indexing-counts = { $done } من { $total }، بمعدل { $rate } في الثانية
indexing-left = الوقت المتبقي { $time }
indexing-waiting = لم يُجب أي عامل منذ { $time }
cancelling = يجري الإيقاف…
reindex-what = اكتب ‎/reindex، أو ‎/reindex check لتعرف فقط ما الذي سيتغيّر.
reindex-failed = فشلت إعادة الفهرسة؛ وما أُنجز محفوظ. راجع السجل ثم حاول مرة أخرى.
reindex-running = إعادة الفهرسة جارية بالفعل.
reindex-drastic =
    { $count ->
        [zero] لم تعد ملفات { $count } صورة من أصل { $all } موجودة؛ وستزيلها إعادة الفهرسة من المكتبة. هل المجلد كامل؟
        [one] لم يعد ملف صورة واحدة ({ $count }) من أصل { $all } موجودًا؛ وستزيلها إعادة الفهرسة من المكتبة. هل المجلد كامل؟
        [two] لم يعد ملفا صورتين ({ $count }) من أصل { $all } موجودين؛ وستزيلهما إعادة الفهرسة من المكتبة. هل المجلد كامل؟
        [few] لم تعد ملفات { $count } صور من أصل { $all } موجودة؛ وستزيلها إعادة الفهرسة من المكتبة. هل المجلد كامل؟
        [many] لم تعد ملفات { $count } صورة من أصل { $all } موجودة؛ وستزيلها إعادة الفهرسة من المكتبة. هل المجلد كامل؟
       *[other] لم تعد ملفات { $count } صورة من أصل { $all } موجودة؛ وستزيلها إعادة الفهرسة من المكتبة. هل المجلد كامل؟
    }
comparing = تجري المقارنة…
difference = <b>ما ستفعله إعادة الفهرسة</b>
difference-none = <b>لن تغيّر إعادة الفهرسة شيئًا.</b>
difference-added = للإضافة ({ $count })
difference-changed = للنظر إليها من جديد ({ $count })
difference-gone = للإزالة ({ $count })
difference-broken = تعذّرت قراءتها ({ $count })
difference-unchanged = دون تغيير: { $count }
unreadable-none = كل ملف في المجلد صورة يمكن العثور عليها.
unreadable =
    { $count ->
        [zero] تعذّرت فهرسة { $count } ملف:
        [one] تعذّرت فهرسة ملف واحد ({ $count }):
        [two] تعذّرت فهرسة ملفين ({ $count }):
        [few] تعذّرت فهرسة { $count } ملفات:
        [many] تعذّرت فهرسة { $count } ملفًا:
       *[other] تعذّرت فهرسة { $count } ملف:
    }
unreadable-plain = تفاصيل قليلة جدًا
indexed = تم.
indexed-stopped = توقفت الفهرسة؛ وما أُنجز محفوظ.
indexed-counts =
    { $pictures ->
        [zero] في المكتبة { $pictures } صورة
        [one] في المكتبة صورة واحدة ({ $pictures })
        [two] في المكتبة صورتان ({ $pictures })
        [few] في المكتبة { $pictures } صور
        [many] في المكتبة { $pictures } صورة
       *[other] في المكتبة { $pictures } صورة
    }
    المضافة: { $added }
    المتغيرة: { $changed }
    المُزالة: { $removed }
    دون تغيير: { $unchanged }
    تعذّرت قراءتها: { $unreadable }
    قليلة التفاصيل: { $plain }
stats =
    { $pictures ->
        [zero] <b>{ $pictures } صورة</b>، الواصفات: { $descriptors }
        [one] <b>صورة واحدة ({ $pictures })</b>، الواصفات: { $descriptors }
        [two] <b>صورتان ({ $pictures })</b>، الواصفات: { $descriptors }
        [few] <b>{ $pictures } صور</b>، الواصفات: { $descriptors }
        [many] <b>{ $pictures } صورة</b>، الواصفات: { $descriptors }
       *[other] <b>{ $pictures } صورة</b>، الواصفات: { $descriptors }
    }
    تعذّرت قراءتها: { $unreadable }، قليلة التفاصيل: { $plain }
    على القرص: ‎{ $megabytes } MB
    المحرّك: { $engine }
status-well = كل شيء على ما يرام.
status-deaf = لا تصل أي تحديثات من Telegram.
status-full = تتعذّر الكتابة على القرص.
status-waiting = في الانتظار: { $count }، وأقدمها منذ { $time }
status-idle = لا أحد في الانتظار
status-lookups = عمليات البحث: { $minute } في الدقيقة الأخيرة، و{ $all } منذ بدء التشغيل
status-errors =
    { $count ->
        [0] لا أخطاء في السجل
        [one] خطأ واحد ({ $count }) في السجل
        [two] خطآن ({ $count }) في السجل
        [few] { $count } أخطاء في السجل
        [many] { $count } خطأً في السجل
       *[other] { $count } خطأ في السجل
    }
status-pictures =
    { $count ->
        [zero] { $count } صورة، الجيل { $generation }
        [one] صورة واحدة ({ $count })، الجيل { $generation }
        [two] صورتان ({ $count })، الجيل { $generation }
        [few] { $count } صور، الجيل { $generation }
        [many] { $count } صورة، الجيل { $generation }
       *[other] { $count } صورة، الجيل { $generation }
    }
status-up = يعمل منذ { $time }
status-memory = الذاكرة: ‎{ $megabytes } MB
backup-running = يجري إنشاء نسخة احتياطية بالفعل.
backing-up = يجري النسخ الاحتياطي…
backed-up = تم النسخ الاحتياطي: ‎{ $megabytes } MB في <code>{ $path }</code>.
backed-up-sent = وأرسلتها إليك أيضًا. احفظها في مكان آمن: فهي تكشف من يستخدم البوت.
backed-up-unsent = لم أتمكن من إرسالها إليك؛ انسخها من هناك إلى مكان آمن.
given-up =
    { $count ->
        [zero] تعذّرت معالجة { $count } رسالة ({ $reason }). وهي محفوظة في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
        [one] تعذّرت معالجة رسالة واحدة ({ $count }) ({ $reason }). وهي محفوظة في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
        [two] تعذّرت معالجة رسالتين ({ $count }) ({ $reason }). وهما محفوظتان في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
        [few] تعذّرت معالجة { $count } رسائل ({ $reason }). وهي محفوظة في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
        [many] تعذّرت معالجة { $count } رسالة ({ $reason }). وهي محفوظة في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
       *[other] تعذّرت معالجة { $count } رسالة ({ $reason }). وهي محفوظة في inbox.sqlite ضمن dead_letters، وفي السجل المزيد.
    }
given-up-told = أُبلغ كل من أرسل بذلك.
given-up-untold = عدد المرسلين الذين لم يُبلَّغوا: { $count }.
seconds = { $seconds } ث
minutes = { $minutes } د
hours = { $hours } س { $minutes } د

## People

forget-privately = أرسل إليّ ‎/forget بنفسك في محادثتنا الخاصة.
forgotten =
    تم. حُذف كل ما كنت أعرفه عنك، ومن النسخ الاحتياطية هنا أيضًا. هذه المحادثة لك: احذفها، فينساها Telegram أيضًا.
    إن كان أحد المشرفين قد سمح لك بسؤالي، فعليه أن يسمح لك من جديد.
language-which = بأي لغة أتحدث؟
language-set = أتحدث العربية الآن.
group-admins-only = لا يستطيع فعل ذلك إلا مشرفو هذه المجموعة.
privacy =
    <b>ما أحتفظ به</b>
    من الصورة التي تبحث عنها: لا شيء على القرص. أنظر إليها هنا، على الجهاز الذي أعمل عليه، ثم أتخلص منها؛ ولا تراها أي خدمة أخرى. وفي الذاكرة، إلى أن يُعاد تشغيلي: مجموعها الاختباري والجواب، لكي أجيب عن الصورة نفسها فورًا؛ لا صاحبها.
    أثناء انتظارك: رسالتك حتى يأتيك الرد. ثم رقمها لمدة يومين، حتى لا أرد عليك مرتين.
    خلف كل زر: من سأل، وأين توجد الصورة لدى Telegram؛ لمدة أسبوع.
    في مجموعة أراقب فيها إعادة النشر: كيف تبدو لي كل صورة (سمات لا يمكن تكوين الصورة منها)، ومن نشرها ومتى وأين؛ للمدة التي اختارها مشرفو المجموعة، أو 30 يومًا إن لم يختاروا. الأمر ‎/optout: لا أتعرّض لصورك، ويُحذف ما احتفظت به منها.
    من الصورة التي تراقبها: سماتها، حتى توقفها بالأمر ‎/watches.
    عنك أنت: هل سمح لك أحد المشرفين أو حظرك أو جعلك محرّرًا، واللغة التي اخترتها.
    خلف زر «ليست نفسها»: اسم صورة المكتبة، و64 بت أعرف بها الصورة المرسلة من جديد؛ حتى تتراجع عنه.
    الصور التي يضيفها المشرفون والمحرّرون إلى المكتبة تبقى حتى يزيلوها، مع ما كُتب عنها ورابط إلى الرسالة. ويُعرف من أضاف إحداها أو غيّرها لمدة أسبوع.
    الأمر ‎/forget يحذف ما أعرفه عنك، ومن النسخ الاحتياطية هنا أيضًا.

## Shelves

shelves = <b>رفوف المكتبة</b>؛ يجري البحث من هنا في ما يحمل العلامة ●:
shelf-used =
    { $count ->
        [zero] ● { $name }: { $count } صورة
        [one] ● { $name }: صورة واحدة ({ $count })
        [two] ● { $name }: صورتان ({ $count })
        [few] ● { $name }: { $count } صور
        [many] ● { $name }: { $count } صورة
       *[other] ● { $name }: { $count } صورة
    }
shelf-unused =
    { $count ->
        [zero] ○ { $name }: { $count } صورة
        [one] ○ { $name }: صورة واحدة ({ $count })
        [two] ○ { $name }: صورتان ({ $count })
        [few] ○ { $name }: { $count } صور
        [many] ○ { $name }: { $count } صورة
       *[other] ○ { $name }: { $count } صورة
    }
shelf-unknown = لا يوجد هنا رفّ باسم <b>{ $name }</b>. الأمر ‎/collections يعرض الرفوف.
shelf-empty = لم يُضَف هنا شيء بعد، فلن أجد شيئًا. ما يضيفه محرّر في هذه المجموعة بالأمر ‎/add يوضع على رفّها الخاص.
shelf-last = لا بدّ من رفّ للبحث فيه: هذا آخر رفّ مفعّل. فعّل رفًّا آخر أولًا.
use-what = أيّ الرفوف؟ اكتب ‎/use وأسماء الرفوف، أو ‎/use all. الأمر ‎/collections يعرض الرفوف.

## Command menus

menu-help = ما أفعله
menu-find = ردًا على صورة: ابحث عنها
menu-compare = تعليقًا على صورة مرسلة ردًا على أخرى: هل هما نفسها؟
menu-collections = رفوف المكتبة
menu-use = الرفوف التي أبحث فيها عن الصور هنا
menu-watch = ردًا على صورة: أخبرني أين تُنشر
menu-watches = الصور التي أراقبها لك
menu-top = الأكثر إعادةً للنشر
menu-ignore = ردًا على صورة: لا تنبّه إليها بعد الآن
menu-settings = ما أفعله في هذه المجموعة
menu-optout = عدم التعرّض لصوري
menu-language = اللغة التي أتحدثها
menu-privacy = ما أحتفظ به
menu-forget = حذف ما أعرفه عنك
menu-reindex = فهرسة مجلد صور المكتبة
menu-add = ردًا على صورة: أضفها باسم NAME
menu-rename = تغيير اسم صورة في المكتبة
menu-undo = التراجع عن آخر تغيير لي
menu-remove = أزل الصورة NAME من المكتبة
menu-stats = المكتبة بالأرقام
menu-unreadable = ما تعذّرت فهرسته، ولماذا
menu-duplicates = المرور على صور المكتبة المتطابقة
menu-status = حالة البوت
menu-backup = كل شيء في ملف واحد
menu-editor = السماح لشخص بإضافة صور المكتبة وإزالتها
menu-allow = السماح لشخص باستخدام البوت
menu-ban = منع شخص من استخدام البوت
