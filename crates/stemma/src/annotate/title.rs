//! A title that stands in the text layer, apart from the text below it.
//!
//! A body is written to be read by itself: it names again whom and what it tells of. A title is cut short, and its capitals tell nothing.
//! So the learnt reader sees it beside every sentence, but who "the group" is, where "the town" lies and what a name is, the body says
//! alone. That also makes an article the same whether its title stands in its text or was given beside it. The title's own names, places
//! and times are found with the body's help, and add to what was read.

use super::{Context, names, places, times};
use crate::model::{Annotations, Article, Block, BlockKind, Span, TextAt};

/// The article as if its title were given beside its text; `None` where it is.
pub fn apart(article: &Article) -> Option<Article> {
    let is_title = |block: &Block| block.kind == BlockKind::Title;
    article.blocks.iter().any(is_title).then(|| {
        let block =
            |block: &Block| Block { kind: if is_title(block) { BlockKind::Other } else { block.kind }, ..*block };
        let title = article.title.as_ref().map(|title| TextAt { span: None, ..title.clone() });
        Article { title, blocks: article.blocks.iter().map(block).collect(), ..article.clone() }
    })
}

/// Adds what the title itself names.
pub fn add(context: &Context<'_>, annotations: &mut Annotations) {
    let titles: Vec<Span> =
        context.article.blocks.iter().filter(|block| block.kind == BlockKind::Title).map(|block| block.span).collect();
    let is_in_title = |span: Span| titles.iter().any(|title| title.overlaps(span));
    let found = names::find(context);
    let toponyms = places::with_peoples(context, places::find(context, &found));
    let Annotations { entities, places, times, .. } = annotations;
    entities.extend(found.entities.into_iter().filter(|entity| is_in_title(entity.span)));
    entities.sort_by_key(|entity| entity.span);
    places.extend(toponyms.into_iter().filter(|place| is_in_title(place.span)));
    places.sort_by_key(|place| place.span);
    times.extend(times::find(context).into_iter().filter(|time| is_in_title(time.span)));
    times.sort_by_key(|time| time.span);
}
