//! Each of the people of the walk-through has the page that their story needs.

use crate::house::{NURSE, houses, scene};

/// Of those for the match desk, who waits there from the first minute.
const ON_THE_DESK: [usize; 6] = [14, 15, 17, 18, 19, 20];

#[tokio::test]
async fn every_person_of_the_walk_through_has_the_page_that_the_story_needs() {
    for house in houses().await {
        for number in (1..=13).chain(ON_THE_DESK) {
            let scene = scene(number);
            let patient = house.admit(scene).await;
            let page = house.page(NURSE, &patient).await;
            assert_eq!(page.status, 200, "scene {number}");
            let text = page.text();
            let close = text.replace(' ', "");
            for words in scene.says {
                let there = text.contains(words) || close.contains(&words.replace(' ', ""));
                assert!(there, "scene {number} does not say “{words}”:\n{text}");
            }
            for words in scene.never_says {
                assert!(!page.body.contains(words), "scene {number} says “{words}”");
            }
        }
    }
}
